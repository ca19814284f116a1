import type { App } from '#server/composition.ts';
import type { Actor } from '#server/domain/tenancy/actor.ts';
import type { Locale } from './error-text.ts';
import { localeOf } from './locale.ts';
import type { RepeatedText } from './repeated-text.ts';

/** What every procedure is given. */
export interface TrpcContext {
  readonly app: App;
  readonly actor: Actor | null;
  readonly requestId: string;
  readonly locale: Locale;
  /** Notes a procedure and the supplier it is about for the request's log line. */
  readonly seen: (procedure: string, supplierId: number | null) => void;
  /** Absent where the answer is not written as text. */
  readonly repeated?: RepeatedText;
}

/** The context of one request. */
export async function createContext(
  app: App,
  request: {
    readonly headers: Headers;
    readonly requestId: string;
    /** Headers of the answer, for a session that is renewed by its use. */
    readonly answerHeaders: Headers;
  },
  { seen, repeated }: Required<Pick<TrpcContext, 'seen' | 'repeated'>>,
): Promise<TrpcContext> {
  return {
    app,
    actor: await app.resolveActor(request.headers, request.answerHeaders),
    requestId: request.requestId,
    locale: localeOf(request.headers),
    seen,
    repeated,
  };
}
