import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { senderOf } from './client-address.ts';

/** A year, after which browsers may try http again. */
const HSTS = 'max-age=31536000';

const CHANNEL = 'http.server.request.start';

/**
 * Looks at every request of this process before anybody else does. `x-forwarded-for` becomes the one
 * address that it really came from, so that limits, log and audit log agree and no one can choose
 * theirs. Under https every answer keeps browsers to https. Gives what ends it.
 */
export function watchRequests({ isHttps }: { readonly isHttps: boolean }): () => void {
  const look = (message: unknown) => {
    const { request, response } = message as Start;
    const given = request.headers['x-forwarded-for'];
    const sender = senderOf(request.socket.remoteAddress, [given ?? []].flat().join(','));
    if (sender === null) delete request.headers['x-forwarded-for'];
    else request.headers['x-forwarded-for'] = sender;
    if (isHttps) response.setHeader('strict-transport-security', HSTS);
  };
  subscribe(CHANNEL, look);
  return () => void unsubscribe(CHANNEL, look);
}

/** What Node tells on the channel. */
interface Start {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
}
