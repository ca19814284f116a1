import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import { ROLES, type Role } from '#server/domain/tenancy/permissions.ts';
import { nightsOf, type Span } from '#tests/support/nights.ts';
import { addMember, pageHeaders } from '#tests/support/people/members.ts';
import { bearer, dataOf, errorOf, mutate, type RawAnswer } from '#tests/support/raw.ts';
import { startWorld } from '#tests/support/world.ts';

export const [FLOOR, CEILING] = [80_00, 200_00] as const;
export const ROW = { accommodationId: 1, rateTypeId: 2001 } as const;

/** The doors that write, and the one that only tells. */
export const WRITING = ['bulkUpdates.create', 'rates.set'] as const;
export type Door = 'bulkUpdates.preview' | (typeof WRITING)[number];
export type Caller = Role | 'key';

/** An entry of the audit log, without when and from where. */
interface Entry {
  readonly actor: unknown;
  readonly target: unknown;
  readonly supplierId: unknown;
  readonly before: unknown;
  readonly after: { readonly nights: { readonly prices: { readonly priceCents: number }[] }[] };
}

/** A house with prices to set, and everybody who may try. */
export async function openDoors() {
  const world = await startWorld();
  const { api, app, supplierId, tenant } = world;
  await api.suppliers.refresh.mutate({ supplierId });
  const nights = await nightsOf(world);
  const people = await Promise.all(
    ROLES.map(
      async (role): Promise<[Caller, Record<string, string>]> => [
        role,
        pageHeaders(app, (await addMember(app, tenant, role)).cookie),
      ],
    ),
  );
  const headers = new Map<Caller, Record<string, string>>([
    ...people,
    ['key', bearer(world.apiKey)],
  ]);

  /** Bounds the first accommodation. */
  const bound = async (floorCents: number | null, ceilingCents: number | null) => {
    const accommodations = [{ id: 1, set: { floorCents, ceilingCents } }];
    await api.settings.update.mutate({ supplierId, accommodations });
  };

  /** One change set through one of the doors. */
  const call = (door: Door, who: Caller, { from, to }: Span, set: object, more: object = {}) => {
    const input = {
      ...{ supplierId, changes: [{ ...ROW, from, to, set }] },
      ...(door !== 'bulkUpdates.preview' && { idempotencyKey: randomUUID() }),
      ...(door === 'rates.set' && { accommodationId: 1 }),
      ...more,
    };
    return mutate(world.url, door, input, { 'accept-language': 'fr', ...headers.get(who) });
  };

  /** How much there is of everything that a sending makes. */
  const counted = async () => {
    const tables = ['push_batch', 'push_item', 'job', 'audit_entry'];
    const sql = tables.map((table) => `(SELECT count(*) FROM ${table}) AS ${table}`).join(', ');
    return { ...(await world.app.database.client.execute(`SELECT ${sql}`)).rows[0] };
  };

  /** What the audit log holds about a sending. */
  const audited = async (action: string, batchId: string): Promise<Entry[]> => {
    const { rows } = await world.app.database.client.execute({
      sql: `SELECT actor_kind, target, supplier_id, before_json, after_json FROM audit_entry
        WHERE org_id = ? AND action = ? AND (target = ? OR after_json LIKE ?)`,
      args: [tenant, action, `batch:${batchId}`, `%${batchId}%`],
    });
    return rows.map((row) => ({
      ...{ actor: row.actor_kind, target: row.target, supplierId: row.supplier_id },
      before: row.before_json === null ? null : JSON.parse(String(row.before_json)),
      after: JSON.parse(String(row.after_json)),
    }));
  };

  return { world, nights, bound, call, counted, audited };
}

export type Doors = Awaited<ReturnType<typeof openDoors>>;

/** The batch that an answer names. */
export function batchOf(answer: RawAnswer | undefined): string {
  expect(answer?.status, answer?.text).toBe(200);
  return (dataOf(answer as RawAnswer) as { batchId: string }).batchId;
}

/** The refused fields of an answer: path, code, message. */
export function fieldsOf(answer: RawAnswer): string[][] {
  const { fields = [] } = errorOf(answer).data;
  return fields.map(({ path, code, message }) => [path, code, message]);
}
