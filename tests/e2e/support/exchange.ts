import { request } from 'node:http';

/** A request just as it is to go over the wire. */
export interface Ask {
  readonly method?: string;
  /** Sent as it stands: nothing is encoded or resolved. */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
}

/** What came back. */
export interface Told {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

/** Sends one request on a connection of its own, without anything that a client library adds. */
export function exchange(url: string, { method = 'GET', path, headers, body }: Ask): Promise<Told> {
  const { hostname, port } = new URL(url);
  return new Promise((done, fail) => {
    const sending = request(
      { hostname, port, method, path, headers: { ...headers }, agent: false },
      async (answer) => {
        const told = new Headers();
        for (let i = 0; i < answer.rawHeaders.length; i += 2)
          told.append(answer.rawHeaders[i] ?? '', answer.rawHeaders[i + 1] ?? '');
        const chunks: Buffer[] = await answer.toArray();
        const text = Buffer.concat(chunks).toString();
        done({ status: answer.statusCode ?? 0, headers: told, text });
      },
    );
    sending.on('error', fail);
    sending.end(body);
  });
}

/** Headers of a program with a key. */
export const withKey = (apiKey: string): Record<string, string> => ({
  authorization: `Bearer ${apiKey}`,
});

/** The path of a query with its input. */
export const queryPath = (procedure: string, input: unknown): string =>
  `/api/trpc/${procedure}?input=${encodeURIComponent(JSON.stringify(input))}`;

/** A mutation with its input; a text is sent as it is. */
export const mutation = (
  procedure: string,
  input: unknown,
  headers: Readonly<Record<string, string>>,
): Ask => ({
  method: 'POST',
  path: `/api/trpc/${procedure}`,
  headers: { 'content-type': 'application/json', ...headers },
  body: typeof input === 'string' ? input : JSON.stringify(input),
});

/** Signs in as a page of `origin` would; gives the answer. */
export function signInOver(
  url: string,
  origin: string,
  { email, password }: { readonly email: string; readonly password: string },
  headers: Readonly<Record<string, string>> = {},
): Promise<Told> {
  return exchange(url, {
    method: 'POST',
    path: '/api/auth/sign-in/email',
    headers: { 'content-type': 'application/json', origin, ...headers },
    body: JSON.stringify({ email, password }),
  });
}

/** The cookies that an answer sets, as a browser sends them back. */
export const cookiesOf = ({ headers }: Told): string =>
  headers
    .getSetCookie()
    .map((cookie) => cookie.split(';')[0])
    .join('; ');
