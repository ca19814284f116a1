import * as z from 'zod/mini';

/** An answer of the API as it came over the wire. */
export interface RawAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

/** The one form of every error, with nothing beside it. */
const errorBody = z.strictObject({
  error: z.strictObject({
    code: z.int(),
    message: z.string(),
    data: z.strictObject({
      code: z.string(),
      httpStatus: z.int(),
      requestId: z.uuid(),
      fields: z.optional(
        z.array(z.strictObject({ path: z.string(), code: z.string(), message: z.string() })),
      ),
    }),
  }),
});

export type RawError = z.infer<typeof errorBody>['error'];

/** The error of an answer; fails when the answer is none or holds anything else. */
export function errorOf({ text }: RawAnswer): RawError {
  return errorBody.parse(JSON.parse(text)).error;
}

/** The same bytes with the one part that must differ taken out. */
export function withoutRequestId(answer: RawAnswer): string {
  return answer.text.replace(errorOf(answer).data.requestId, '');
}

const successBody = z.strictObject({ result: z.strictObject({ data: z.unknown() }) });

/** The data of an answer. */
export function dataOf({ text }: RawAnswer): unknown {
  return successBody.parse(JSON.parse(text)).result.data;
}

/** Headers that show an API key. */
export const bearer = (apiKey: string): Record<string, string> => ({
  authorization: `Bearer ${apiKey}`,
});

/** Sends one request to the API without a client library. */
export async function send(
  url: string,
  path: string,
  init: RequestInit & { query?: string } = {},
): Promise<RawAnswer> {
  const { query, ...request } = init;
  const answer = await fetch(`${url}/api/trpc/${path}${query ?? ''}`, request);
  return { status: answer.status, headers: answer.headers, text: await answer.text() };
}

/** Calls a query. */
export function query(
  url: string,
  path: string,
  input: unknown,
  headers: Record<string, string> = {},
): Promise<RawAnswer> {
  const given = `?input=${encodeURIComponent(JSON.stringify(input))}`;
  return send(url, path, { headers, query: given });
}

/** Calls a mutation; a text is sent as it is. */
export function mutate(
  url: string,
  path: string,
  input: unknown,
  headers: Record<string, string> = {},
): Promise<RawAnswer> {
  return send(url, path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: typeof input === 'string' ? input : JSON.stringify(input),
  });
}
