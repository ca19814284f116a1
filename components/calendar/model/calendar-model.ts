import type { CalendarView } from '#server/domain/calendars/schema.ts';
import type { RateTypeView } from '#server/domain/rate-types/schema.ts';
import type { AccommodationView, MirrorWarning } from '#server/domain/suppliers/schema.ts';
import { type EpochDay, toEpochDay } from '#server/kernel/calendar-date.ts';
import { DayRuns } from '#server/kernel/day-runs.ts';
import { type LineKey, lineKeyOf, type NightCell, nightCellOf } from './cells.ts';
import { type Stays, staysByAccommodation, unitsTaken } from './stays.ts';

export interface StockLine {
  readonly kind: 'stock';
  readonly key: LineKey;
  readonly accommodation: AccommodationView;
  /** Units left to sell. */
  readonly units: DayRuns<number>;
  readonly stays: Stays;
  readonly taken: ReadonlyMap<EpochDay, number>;
}

export interface RateLine {
  readonly kind: 'rate';
  readonly key: LineKey;
  readonly accommodation: AccommodationView;
  readonly rateType: RateTypeView;
  readonly referenceGuests: number | null;
  readonly nights: DayRuns<NightCell>;
}

export type Line = StockLine | RateLine;

/** What the calendar shows, ready to be looked up by line and night. */
export interface CalendarModel {
  readonly from: EpochDay;
  readonly to: EpochDay;
  readonly today: EpochDay;
  /** ISO weekdays of the nights that are weekend nights. */
  readonly weekendNights: readonly number[];
  readonly asOf: string | null;
  readonly stale: boolean;
  /** When the oldest of the stale parts was last read well. */
  readonly staleAsOf: string | null;
  readonly warnings: readonly MirrorWarning[];
  readonly lines: readonly Line[];
  readonly byKey: ReadonlyMap<LineKey, Line>;
}

const NO_STAYS: Stays = { bars: [], lanes: 0 };

function runsOf<R extends { from: string; to: string }, V>(
  runs: readonly R[] | undefined,
  valueIn: (run: R) => V,
): DayRuns<V> {
  return DayRuns.from(
    (runs ?? []).map((run) => ({
      from: toEpochDay(run.from),
      to: toEpochDay(run.to),
      value: valueIn(run),
    })),
  );
}

/**
 * The model of one answer of the server.
 * @param from first night that was asked for
 * @param to last night that was asked for
 */
export function calendarModelOf(view: CalendarView, from: EpochDay, to: EpochDay): CalendarModel {
  const stock = new Map(view.stock.map((row) => [row.accommodationId, row]));
  const rates = new Map(view.rates.map((row) => [lineKeyOf(row), row]));
  const stays = staysByAccommodation(view.bookings);
  const rateTypes = [...view.rateTypes].sort((a, b) => a.order - b.order || a.id - b.id);
  const lines = view.accommodations.flatMap((accommodation): Line[] => {
    const own = stays.get(accommodation.id) ?? NO_STAYS;
    const stockLine: StockLine = {
      kind: 'stock',
      key: lineKeyOf({ accommodationId: accommodation.id, rateTypeId: null }),
      accommodation,
      units: runsOf(stock.get(accommodation.id)?.runs, (run) => run.units),
      stays: own,
      taken: unitsTaken(own),
    };
    const linked = rateTypes.filter(({ id }) => accommodation.rateTypeIds.includes(id));
    const rateLines = linked.map((rateType): RateLine => {
      const key = lineKeyOf({ accommodationId: accommodation.id, rateTypeId: rateType.id });
      const row = rates.get(key);
      const referenceGuests = row?.referenceGuests ?? null;
      const nights = runsOf(row?.runs, (run) => nightCellOf(run, referenceGuests));
      return { kind: 'rate', key, accommodation, rateType, referenceGuests, nights };
    });
    return [stockLine, ...rateLines];
  });
  return {
    from,
    to,
    today: toEpochDay(view.today),
    weekendNights: view.weekendNights,
    asOf: view.asOf,
    stale: view.stale,
    staleAsOf: view.staleAsOf,
    warnings: view.warnings,
    lines,
    byKey: new Map(lines.map((line) => [line.key, line])),
  };
}

/** The rate lines of an accommodation. */
export function rateLinesOf(model: CalendarModel, accommodationId: number): RateLine[] {
  return model.lines.filter(
    (line): line is RateLine => line.kind === 'rate' && line.accommodation.id === accommodationId,
  );
}

/** A text in the language wanted, else French, else any. */
export function textIn(texts: Record<string, string>, locale: string): string {
  return texts[locale] ?? texts.fr ?? Object.values(texts)[0] ?? '';
}
