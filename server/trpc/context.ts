import type { App } from '#server/composition.ts';
import type { Identity } from '#server/domain/auth/resolve-actor.ts';
import { clientAddressOf } from '#server/observability/client-address.ts';
import type { Locale } from './error-text.ts';
import { localeOf } from './locale.ts';
import type { RepeatedText } from './repeated-text.ts';

/** What every procedure is given. */
export interface TrpcContext extends Identity {
  readonly app: App;
  readonly requestId: string;
  /** Network address of the caller. */
  readonly address: string | null;
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
    ...(await app.resolveActor(request.headers, request.answerHeaders)),
    requestId: request.requestId,
    address: clientAddressOf(request.headers),
    locale: localeOf(request.headers),
    seen,
    repeated,
  };
}
