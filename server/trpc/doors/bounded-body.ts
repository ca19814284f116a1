import { badRequest, DomainError } from '#server/kernel/errors.ts';

/**
 * Refuses a body that is not JSON, before any of it is read.
 * @throws {DomainError} UNSUPPORTED_MEDIA_TYPE.
 */
export function requireJson({ headers }: Request): void {
  const [type = ''] = (headers.get('content-type') ?? '').split(';');
  if (type.trim().toLowerCase() !== 'application/json')
    throw new DomainError('UNSUPPORTED_MEDIA_TYPE');
}

/**
 * The same request with its body read, of `maxBytes` at most: one that says more is refused unread,
 * one that says nothing is refused as soon as it is more.
 * @throws {DomainError} PAYLOAD_TOO_LARGE.
 */
export async function withBoundedBody(request: Request, maxBytes: number): Promise<Request> {
  if (Number(request.headers.get('content-length') ?? 0) > maxBytes)
    throw new DomainError('PAYLOAD_TOO_LARGE');
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request.body ?? []) {
    size += chunk.byteLength;
    if (size > maxBytes) throw new DomainError('PAYLOAD_TOO_LARGE');
    chunks.push(chunk);
  }
  const { method, headers, signal } = request;
  const body = Buffer.concat(chunks);
  refuseProto(body);
  return new Request(request.url, { method, headers, signal, body });
}

/** A field of this name is somebody's try; where any name may stand the schemas would let it pass. */
function refuseProto(body: Buffer): void {
  // Only what may hold the name, plain or escaped, is looked at closely.
  if (!body.includes('__proto__') && !body.includes('\\u005')) return;
  try {
    JSON.parse(body.toString(), (key, value: unknown) => {
      if (key === '__proto__') throw badRequest([{ path: '__proto__', code: 'unknown_key' }]);
      return value;
    });
  } catch (error) {
    // What is no JSON is told where it is read.
    if (error instanceof DomainError) throw error;
  }
}
