import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { Readable } from 'node:stream';

export type Handler = (request: Request) => Promise<Response>;

/** A real HTTP server on this machine. */
export interface TestServer {
  readonly url: string;
  readonly port: number;
  stop(): Promise<void>;
}

/** Serves a fetch-style handler over real HTTP, on a free port unless one is named. */
export async function serve(handler: Handler, port = 0): Promise<TestServer> {
  const server = createServer((request, response) => {
    respond(handler, request, response).catch((error: unknown) => response.destroy(error as Error));
  });
  await new Promise<void>((done) => server.listen(port, '127.0.0.1', done));
  const address = server.address();
  if (address === null || typeof address !== 'object') throw new Error('The server has no port');
  return {
    url: `http://127.0.0.1:${address.port}`,
    port: address.port,
    stop: async () => {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
}

async function respond(
  handler: Handler,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const headers = new Headers();
  for (const [name, value] of Object.entries(request.headers)) {
    if (value !== undefined) headers.set(name, String(value));
  }
  const method = request.method ?? 'GET';
  const body = method === 'GET' ? null : Buffer.concat(await Readable.from(request).toArray());
  const url = `http://${request.headers.host}${request.url}`;
  const answer = await handler(new Request(url, { method, headers, body }));
  response.setHeaders(new Headers([...answer.headers].filter(([name]) => name !== 'set-cookie')));
  response.setHeader('set-cookie', answer.headers.getSetCookie());
  response.writeHead(answer.status).end(Buffer.from(await answer.arrayBuffer()));
}
