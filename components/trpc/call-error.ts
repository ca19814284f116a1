/** One field that was refused, as the server words it. */
export interface FieldProblem {
  readonly path: string;
  readonly message: string;
}

/** What a failed call says, in the words a person reads. */
export interface CallError {
  /** null = the server was not reached. */
  readonly httpStatus: number | null;
  /** Empty when the server was not reached. */
  readonly message: string;
  readonly fields: readonly FieldProblem[];
}

/** Whether something from the wire tells of a refused field. */
export function isFieldProblem(value: unknown): value is FieldProblem {
  return (
    typeof value === 'object' &&
    value !== null &&
    'path' in value &&
    typeof value.path === 'string' &&
    'message' in value &&
    typeof value.message === 'string'
  );
}

/** Reads an error of a call; anything that is not an answer of the server counts as not reached. */
export function callErrorOf(error: unknown): CallError {
  const data = error instanceof Error && 'data' in error ? error.data : null;
  if (!(error instanceof Error) || typeof data !== 'object' || data === null)
    return { httpStatus: null, message: '', fields: [] };
  const httpStatus =
    'httpStatus' in data && typeof data.httpStatus === 'number' ? data.httpStatus : null;
  const fields = 'fields' in data && Array.isArray(data.fields) ? data.fields : [];
  return { httpStatus, message: error.message, fields: fields.filter(isFieldProblem) };
}

/** Whether repeating the same call may end otherwise. */
export function isWorthRetrying(error: unknown): boolean {
  const { httpStatus } = callErrorOf(error);
  return httpStatus === null || httpStatus >= 500;
}

/** Whether a call was refused for who asks: signed out, not allowed, or not theirs to see. */
export function isAccessRefused(error: unknown): boolean {
  const { httpStatus } = callErrorOf(error);
  return httpStatus === 401 || httpStatus === 403 || httpStatus === 404;
}
