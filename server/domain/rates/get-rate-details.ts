import type { Database } from '#server/db/client.ts';
import { readTogether } from '#server/db/read.ts';
import { lastMirrorChange } from '#server/domain/mirror/history.ts';
import { stockRows } from '#server/domain/stock/data.ts';
import type { Call } from '#server/domain/tenancy/actor.ts';
import { type CalendarDate, toEpochDay } from '#server/kernel/calendar-date.ts';
import { type Clock, isoInstant } from '#server/kernel/clock.ts';
import { getRates } from './get-rates.ts';
import type { RateDetails } from './schema.ts';

/**
 * Every occupancy and restriction of one night under one rate type, and who changed it last.
 * @throws {DomainError} NOT_FOUND (supplier), BAD_REQUEST (accommodation, rate type, link).
 */
export async function getRateDetails(
  deps: { database: Database; clock: Clock },
  call: Call,
  input: { supplierId: number; accommodationId: number; rateTypeId: number; date: CalendarDate },
): Promise<RateDetails> {
  const { date, ...row } = input;
  const { rates, ...freshness } = await getRates(deps, call, { ...row, from: date, to: date });
  const day = toEpochDay(date);
  const scope = { tenant: call.actor.tenant, ...row, from: day, to: day };
  const [stock, lastChange] = await readTogether(deps.database, [
    stockRows(scope),
    lastMirrorChange(scope.tenant, row, day),
  ]);
  const run = rates[0]?.runs[0];
  const { from: _from, to: _to, ...night } = run ?? {};
  return {
    ...freshness,
    date,
    night: run ? (night as RateDetails['night']) : null,
    units: stock.get(row.accommodationId)?.at(day) ?? null,
    lastChange: lastChange && { ...lastChange, at: isoInstant(lastChange.at) },
  };
}
