import type { PublicError } from './error-map.ts';

/** JSON-RPC's code for a failure that carries its own meaning in `data`. */
const SERVER_ERROR = -32_000;

/** The answer to a request that is refused before a procedure is reached, in tRPC's own form. */
export function errorResponse({ message, ...data }: PublicError, requestId: string): Response {
  const error = { code: SERVER_ERROR, message, data: { ...data, requestId } };
  return Response.json({ error }, { status: data.httpStatus });
}

/** The same outside of tRPC: the error alone, with what tRPC has under `data`. */
export function plainErrorResponse(told: PublicError, requestId: string): Response {
  return Response.json({ error: { ...told, requestId } }, { status: told.httpStatus });
}
