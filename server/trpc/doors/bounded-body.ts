import { DomainError } from '#server/kernel/errors.ts';

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
  return new Request(request.url, { method, headers, signal, body: Buffer.concat(chunks) });
}
