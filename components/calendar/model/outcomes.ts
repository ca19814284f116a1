import type { NightValues } from '#server/domain/bulk-updates/schema.ts';
import type {
  BatchCell,
  BatchCounts,
  BatchItem,
  BatchView,
  ItemState,
} from '#server/domain/pushes/schema.ts';
import { type EpochDay, toEpochDay } from '#server/kernel/calendar-date.ts';
import { EDIT_FIELDS, type EditField, type FieldValue, type LineKey, lineKeyOf } from './cells.ts';

/** What became of a night that was sent. */
export interface CellOutcome {
  readonly batchId: string;
  readonly state: ItemState;
  readonly before: NightValues | null;
  readonly sent: NightValues;
  readonly read: NightValues | null;
  /** The upstream's own words. */
  readonly message: string | null;
  readonly unknownSince: string | null;
}

export type LineOutcomes = ReadonlyMap<EpochDay, CellOutcome>;
export type Outcomes = ReadonlyMap<LineKey, LineOutcomes>;

const ON_THE_WAY: readonly ItemState[] = ['queued', 'sending', 'verifying'];
const WRONG: readonly ItemState[] = [
  'mismatch',
  'rejected',
  'failed',
  'conflict',
  'blocked_credentials',
];

const NEVER_SENT: readonly ItemState[] = [
  'queued',
  'conflict',
  'blocked_credentials',
  'superseded',
  'cancelled',
];
const EXPLAINED = [
  'mismatch',
  'rejected',
  'failed',
  'conflict',
  'blocked_credentials',
  'superseded',
] as const;

/** Accepted by the server, not yet read back from upstream. */
export function isOnTheWay(state: ItemState): boolean {
  return ON_THE_WAY.includes(state);
}

/** Ended otherwise than wanted, and asks for somebody's attention. */
export function isWrong(state: ItemState): boolean {
  return WRONG.includes(state);
}

/** Whether its values have left for upstream. */
export function wasSent(state: ItemState): boolean {
  return !NEVER_SENT.includes(state);
}

/** Whether the word for a state is not enough by itself. */
export function isExplained(state: ItemState): state is (typeof EXPLAINED)[number] {
  return EXPLAINED.some((one) => one === state);
}

/** Did not come through and may be taken up again. */
export function canRetake(state: ItemState): boolean {
  return isWrong(state) || state === 'cancelled';
}

/** Whether sending an item again as it is makes sense: it has ended, and not all came through. */
export function canRetry({ state, cells }: Pick<BatchItem, 'state' | 'cells'>): boolean {
  return !isOnTheWay(state) && cells.some((cell) => isWrong(cell.state));
}

/** The states that cells are in, with how many. */
export function statesIn({ total: _, ...counts }: BatchCounts): [ItemState, number][] {
  return (Object.entries(counts) as [ItemState, number][]).filter(([, many]) => many > 0);
}

/** The line of a cell. */
export function lineOfCell(item: BatchItem, cell: BatchCell): LineKey {
  return lineKeyOf({ accommodationId: item.accommodationId, rateTypeId: cell.rateTypeId });
}

/** The latest outcome of every night; `batches` from the oldest to the newest. */
export function outcomesOf(batches: readonly BatchView[]): Outcomes {
  const lines = new Map<LineKey, Map<EpochDay, CellOutcome>>();
  for (const batch of batches)
    for (const item of batch.items)
      for (const cell of item.cells) {
        if (cell.state === 'superseded') continue;
        const key = lineOfCell(item, cell);
        const line = lines.get(key) ?? new Map<EpochDay, CellOutcome>();
        line.set(toEpochDay(cell.date), {
          batchId: batch.batchId,
          state: cell.state,
          before: cell.before,
          sent: cell.sent,
          read: cell.read,
          message: item.upstreamMessage,
          unknownSince: item.unknownSince,
        });
        lines.set(key, line);
      }
  return lines;
}

/** One field of a night's values; the price is that of the reference number of guests. */
export function fieldOf(
  values: NightValues | null,
  field: EditField,
  referenceGuests: number | null,
): FieldValue | null {
  if (!values) return null;
  if (field !== 'priceCents') return values[field] ?? null;
  const prices = values.prices ?? [];
  const price = prices.find(({ guests }) => guests === referenceGuests) ?? prices[0];
  return price?.priceCents ?? null;
}

/** The fields that were sent. */
export function sentFields(outcome: Pick<CellOutcome, 'sent'>): EditField[] {
  return EDIT_FIELDS.filter((field) =>
    field === 'priceCents' ? outcome.sent.prices !== undefined : outcome.sent[field] !== undefined,
  );
}
