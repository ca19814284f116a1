import { getTRPCErrorFromUnknown, TRPCError } from '@trpc/server';
import { stringify } from 'csv-stringify/sync';
import type { App } from '#server/composition.ts';
import { listAllEntries } from '#server/domain/audit/list-entries.ts';
import {
  type AuditEntryView,
  type AuditFilter,
  auditFilterInput,
} from '#server/domain/audit/schema.ts';
import { DomainError, notFound } from '#server/kernel/errors.ts';
import { clientAddressOf } from '#server/observability/client-address.ts';
import { type RequestFacts, withRequestLog } from '#server/observability/request-log.ts';
import { publicError } from '#server/trpc/error-map.ts';
import { errorResponse } from '#server/trpc/error-response.ts';
import { localeOf } from '#server/trpc/locale.ts';

const COLUMNS = [
  ...(['id', 'at', 'actorKind', 'actorId', 'actorName', 'address', 'requestId'] as const),
  ...(['action', 'supplierId', 'target', 'before', 'after'] as const),
];

const encoder = new TextEncoder();

/** The audit trail as CSV: filter in the query, for members and keys that may read it. */
export function answerCsv(app: App, request: Request): Promise<Response> {
  return withRequestLog(app, request, async (facts) => {
    try {
      return await download(app, request, facts);
    } catch (error) {
      const failure = getTRPCErrorFromUnknown(error);
      const told = publicError(failure, localeOf(request.headers), queryOf(request));
      if (told.code === 'INTERNAL_SERVER_ERROR')
        app.logger.error({ err: error, requestId: facts.requestId }, 'failed');
      const answer = errorResponse(told, facts.requestId);
      const { cause } = failure;
      if (cause instanceof DomainError && cause.retryAfterSeconds !== null)
        answer.headers.set('retry-after', String(cause.retryAfterSeconds));
      return answer;
    }
  });
}

async function download(app: App, request: Request, facts: RequestFacts): Promise<Response> {
  const headers = new Headers();
  const identity = await app.resolveActor(request.headers, headers);
  const { actor, person } = identity;
  facts.actorKind = actor?.kind ?? 'nobody';
  if (!actor) throw person ? notFound() : new DomainError('UNAUTHORIZED');
  await app.limits.spend(identity, ['audit.csv']);
  const address = clientAddressOf(request.headers);
  const call = { actor, requestId: facts.requestId, address };
  const pages = await listAllEntries(app, call, filterOf(request));
  // Read before the answer begins, so that a failure still has its status.
  const first = await pages.next();
  headers.set('content-type', 'text/csv; charset=utf-8');
  headers.set('content-disposition', 'attachment; filename="audit.csv"');
  headers.set('cache-control', 'private, no-store');
  return new Response(bodyOf(first.done ? [] : first.value, pages), { headers });
}

function queryOf(request: Request): Record<string, unknown> {
  const query: Record<string, unknown> = Object.fromEntries(new URL(request.url).searchParams);
  const { supplierId } = query;
  if (typeof supplierId === 'string' && /^\d+$/.test(supplierId))
    query.supplierId = Number(supplierId);
  return query;
}

function filterOf(request: Request): AuditFilter {
  const parsed = auditFilterInput.safeParse(queryOf(request));
  if (!parsed.success) throw new TRPCError({ code: 'BAD_REQUEST', cause: parsed.error });
  return parsed.data;
}

/** Written page by page as fast as it is taken; the byte order mark tells Excel that it is UTF-8. */
function bodyOf(
  first: readonly AuditEntryView[],
  rest: AsyncGenerator<readonly AuditEntryView[], void>,
): ReadableStream<Uint8Array> {
  return new ReadableStream<Uint8Array>(
    {
      start: (controller) => controller.enqueue(encoder.encode(csvOf(first, true))),
      pull: async (controller) => {
        const page = await rest.next();
        if (page.done) controller.close();
        else controller.enqueue(encoder.encode(csvOf(page.value, false)));
      },
      cancel: () => void rest.return(),
    },
    { highWaterMark: 0 },
  );
}

function csvOf(entries: readonly AuditEntryView[], isFirst: boolean): string {
  const rows = entries.map((entry) => COLUMNS.map((column) => cellOf(entry[column])));
  // A cell that begins like a formula gets an apostrophe, so that a spreadsheet runs nothing.
  const written = stringify(isFirst ? [COLUMNS, ...rows] : rows, { escape_formulas: true });
  return isFirst ? `\ufeff${written}` : written;
}

function cellOf(value: unknown): string {
  if (value === null || value === undefined) return '';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
