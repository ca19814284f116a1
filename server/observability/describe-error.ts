/** What a log line says about an error. */
export interface ErrorDescription {
  readonly type: string;
  readonly message: string;
  readonly code?: string | number;
  /** Where it was thrown, without its message. */
  readonly at?: readonly string[];
  readonly cause?: ErrorDescription;
}

const SECRET_TEXT = /\b(opk_[\w-]{8})[\w-]+|\b(Bearer\s+)[\w.~+/=-]+/g;
const MAX_DEPTH = 4;

/**
 * Describes an error for the log: its kind, code, place and causes. The values bound to a failed
 * statement are left out, as they may be guest data, and so is what looks like a credential.
 */
export function describeError(error: unknown, depth = 0): ErrorDescription {
  if (!(error instanceof Error)) return { type: typeof error, message: 'not an Error' };
  const code = 'code' in error ? error.code : undefined;
  const at = framesOf(error);
  const hasCause = error.cause !== undefined && depth < MAX_DEPTH;
  return {
    type: error.name,
    message: messageOf(error),
    ...(typeof code === 'string' || typeof code === 'number' ? { code } : {}),
    ...(at.length > 0 ? { at } : {}),
    ...(hasCause ? { cause: describeError(error.cause, depth + 1) } : {}),
  };
}

function messageOf(error: Error): string {
  const isQuery = 'query' in error && typeof error.query === 'string' && 'params' in error;
  const message = isQuery ? `Failed query: ${error.query}` : error.message;
  return message.replace(SECRET_TEXT, '$1$2[hidden]');
}

function framesOf(error: Error): string[] {
  const lines = error.stack?.split('\n') ?? [];
  return lines.filter((line) => /^\s+at /.test(line)).map((line) => line.trim());
}
