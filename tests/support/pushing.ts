import { calendarOf, nightsOf, type Span } from './nights.ts';
import type { LedgerEntry, StubCall } from './stub.ts';
import type { World } from './world.ts';

/** One accommodation of a world, for tests that push rates to it. */
export interface Pusher {
  readonly row: { supplierId: number; accommodationId: number; rateTypeId: number };
  /** Puts a fault on the rates of this accommodation. */
  fault(method: 'GET' | 'POST', fault: object, times?: number): Promise<void>;
  /** Ends the faults of this accommodation. */
  mend(): Promise<void>;
  /** Pushes a price for `nights` nights; answers as soon as the batch is stored. */
  push(nights: number, priceCents: number): Promise<{ batchId: string; span: Span }>;
  /** The calls for its rates so far, as upstream saw them since the push. */
  calls(): Promise<StubCall[]>;
  methods(): Promise<string[]>;
  /** What changed upstream since the push. */
  changes(): Promise<LedgerEntry[]>;
}

/** Refreshes a world and hands out its accommodations in turn, with nights of its own each time. */
export async function pushersOf(world: World, rateTypeId: number): Promise<() => Pusher> {
  const { api, supplierId } = world;
  await api.suppliers.refresh.mutate({ supplierId });
  const nights = await nightsOf(world);
  const { accommodations } = await calendarOf(world, nights.take(1));
  let turn = 0;
  return () => {
    const accommodationId = accommodations[turn++ % accommodations.length]?.id ?? 0;
    return pusher(world, { supplierId, accommodationId, rateTypeId }, nights.take);
  };
}

function pusher({ api, stub }: World, row: Pusher['row'], take: (count: number) => Span): Pusher {
  const { supplierId, accommodationId, rateTypeId } = row;
  const path = `/hebergements/${accommodationId}/typetarifs/tarif`;
  const faults: number[] = [];
  let since = 0;
  const calls = async () => (await stub.calls(since)).filter((call) => call.path.endsWith(path));
  return {
    row,
    calls,
    methods: async () => (await calls()).map(({ method }) => method),
    changes: async () => {
      const entries = await stub.ledger(since);
      return entries.filter((entry) => entry.accommodationId === accommodationId);
    },
    fault: async (method, fault, times) => {
      const count = times === undefined ? {} : { times };
      faults.push(await stub.fault({ match: { method, path }, fault, ...count }));
    },
    mend: async () => {
      for (const id of faults.splice(0)) await stub.control('DELETE', `faults?id=${id}`);
    },
    push: async (count, priceCents) => {
      const span = take(count);
      const { from, to } = span;
      since = await stub.now();
      const { batchId } = await api.bulkUpdates.create.mutate({
        supplierId,
        idempotencyKey: `push-${accommodationId}-${from}`,
        changes: [{ accommodationId, rateTypeId, from, to, set: { priceCents } }],
      });
      return { batchId, span };
    },
  };
}
