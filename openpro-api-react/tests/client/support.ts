import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import {
  createOpenProCustomer,
  isOpenProFailure,
  type OpenProCustomer,
  type OpenProFailure,
} from '../../src/client/index.ts';

export const KEY = 'k3y/With+Signs=and-more';

export interface Seen {
  method: string;
  /** With the query, as it stood on the request line. */
  path: string;
  headers: IncomingMessage['headers'];
  body: string;
}

export interface Upstream extends AsyncDisposable {
  url: string;
  /** What arrived, in order. */
  seen: Seen[];
}

/** A server on loopback; `answer` runs after the whole request was read. */
export async function upstream(
  answer: (response: ServerResponse, seen: Seen) => void,
): Promise<Upstream> {
  const seen: Seen[] = [];
  const server = createServer(async (request, response) => {
    const { method = '', url = '', headers } = request;
    const arrived = { method, path: url, headers, body: await text(request) };
    seen.push(arrived);
    answer(response, arrived);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    url: `http://127.0.0.1:${address.port}`,
    seen,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** A server that gives every request the same answer. */
export function answering(
  body: unknown,
  status = 200,
  headers: Record<string, string> = {},
): Promise<Upstream> {
  return upstream((response) => {
    response.writeHead(status, headers);
    response.end(typeof body === 'string' ? body : JSON.stringify(body));
  });
}

/** A server whose every answer is accepted with this data. */
export function holding(data: unknown): Promise<Upstream> {
  return answering({ ok: 1, data });
}

/** The error of a call that must fail. */
export async function failureOf(call: Promise<unknown>): Promise<OpenProFailure> {
  const error = await call.then(
    () => new Error('the call succeeded'),
    (thrown: unknown) => thrown,
  );
  if (!isOpenProFailure(error)) throw error;
  return error;
}

/** What a call makes of an answer's data. */
export async function readFrom<T>(
  data: unknown,
  call: (client: OpenProCustomer) => Promise<T>,
): Promise<T> {
  await using server = await holding(data);
  return await call(createOpenProCustomer({ baseUrl: server.url, apiKey: KEY }));
}

/** The kind of error that an answer's data leads to. */
export async function kindFrom(
  data: unknown,
  call: (client: OpenProCustomer) => Promise<unknown>,
): Promise<string> {
  await using server = await holding(data);
  const client = createOpenProCustomer({ baseUrl: server.url, apiKey: KEY });
  return (await failureOf(call(client))).kind;
}
