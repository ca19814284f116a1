import { type DomainError, ERROR_STATUS } from '#server/kernel/errors.ts';
import { errorText } from './error-text.ts';
import { localeOf } from './locale.ts';

/** JSON-RPC's code for a failure that carries its own meaning in `data`. */
const SERVER_ERROR = -32_000;

/** The answer to a request that is refused before a procedure is reached, in tRPC's own form. */
export function errorResponse(
  { code }: DomainError,
  headers: Headers,
  requestId: string,
): Response {
  const httpStatus = ERROR_STATUS[code];
  const message = errorText(code, localeOf(headers));
  const error = { code: SERVER_ERROR, message, data: { code, httpStatus, requestId } };
  return Response.json({ error }, { status: httpStatus });
}
