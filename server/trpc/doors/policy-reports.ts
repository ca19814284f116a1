import { getTRPCErrorFromUnknown } from '@trpc/server';
import * as z from 'zod/mini';
import type { App } from '#server/composition.ts';
import { badRequest, DomainError } from '#server/kernel/errors.ts';
import { withRequestLog } from '#server/observability/request-log.ts';
import { publicError } from '../error-map.ts';
import { errorResponse } from '../error-response.ts';
import { localeOf } from '../locale.ts';
import { withBoundedBody } from './bounded-body.ts';
import { refuseForeignPages } from './own-origin.ts';

const MAX_BODY_BYTES = 16_000;

/** Reports of one request that are written down. */
const MAX_REPORTS = 5;

/** The forms in which browsers send them: the newer one that comes in lists, and the older. */
const TYPES: readonly string[] = ['application/reports+json', 'application/csp-report'];

const text = z.catch(z.string(), '');

const newer = z.object({
  body: z.object({ effectiveDirective: text, blockedURL: text, documentURL: text }),
});
const older = z.object({
  'csp-report': z.object({
    'effective-directive': text,
    'violated-directive': text,
    'blocked-uri': text,
    'document-uri': text,
  }),
});

/** What a browser kept a page from doing, as far as it is written down. */
export interface PolicyReport {
  readonly directive: string;
  /** The origin of what was to be loaded, or a word such as `inline`. */
  readonly blocked: string;
  /** The page's path, without what was asked of it. */
  readonly page: string;
}

/**
 * Takes a browser's word that a page went against its policy, and logs it. Anybody can send such
 * reports, so all of them together are limited, and of their words only a directive, an origin and a
 * path are kept.
 */
export function answerPolicyReports(app: App, request: Request): Promise<Response> {
  return withRequestLog(app, request, async ({ requestId }) => {
    try {
      refuseForeignPages(request, app.env.APP_URL);
      await app.limits.admitReport();
      for (const report of await reportsIn(request))
        app.logger.warn({ requestId, ...report }, 'against the policy of a page');
      return new Response(null, { status: 204 });
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      const told = publicError(getTRPCErrorFromUnknown(error), localeOf(request.headers));
      const answer = errorResponse(told, requestId);
      if (error.retryAfterSeconds !== null)
        answer.headers.set('retry-after', String(error.retryAfterSeconds));
      return answer;
    }
  });
}

async function reportsIn(request: Request): Promise<PolicyReport[]> {
  const [type = ''] = (request.headers.get('content-type') ?? '').split(';');
  if (!TYPES.includes(type.trim().toLowerCase())) throw new DomainError('UNSUPPORTED_MEDIA_TYPE');
  const body = await (await withBoundedBody(request, MAX_BODY_BYTES)).text();
  try {
    return reportsOf(JSON.parse(body)).slice(0, MAX_REPORTS);
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof z.core.$ZodError) throw badRequest([]);
    throw error;
  }
}

/** The reports in what a browser sent, in either form. */
export function reportsOf(sent: unknown): PolicyReport[] {
  if (Array.isArray(sent)) {
    return z
      .array(newer)
      .parse(sent)
      .map(({ body }) => {
        return reportOf(body.effectiveDirective, body.blockedURL, body.documentURL);
      });
  }
  const { 'csp-report': told } = older.parse(sent);
  const directive = told['effective-directive'] || told['violated-directive'];
  return [reportOf(directive, told['blocked-uri'], told['document-uri'])];
}

function reportOf(directive: string, blocked: string, page: string): PolicyReport {
  return {
    directive: wordIn(directive),
    blocked: originOf(blocked) ?? wordIn(blocked),
    page: pathOf(page),
  };
}

function wordIn(told: string): string {
  return /^[a-z-]{1,40}/.exec(told)?.[0] ?? '';
}

function originOf(told: string): string | null {
  if (!URL.canParse(told)) return null;
  const { origin, protocol } = new URL(told);
  return origin === 'null' ? protocol : origin;
}

function pathOf(told: string): string {
  return URL.canParse(told) ? new URL(told).pathname.slice(0, 100) : '';
}
