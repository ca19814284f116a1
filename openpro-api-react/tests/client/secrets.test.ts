import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import { createOpenProAdmin, type OpenProFailure } from '../../src/client/index.ts';
import { answering, failureOf, holding, KEY, upstream } from './support.ts';

const percent = (text: string): string =>
  [...text].map((char) => `%${char.charCodeAt(0).toString(16)}`).join('');

const FORMS: [string, string][] = [
  ['as it is', KEY],
  ['in upper case', KEY.toUpperCase()],
  ['url-encoded', encodeURIComponent(KEY)],
  ['url-encoded twice', encodeURIComponent(encodeURIComponent(KEY))],
  ['percent-encoded', percent(KEY)],
  ['base64', Buffer.from(KEY).toString('base64')],
  ['base64url', Buffer.from(KEY).toString('base64url')],
];

/** Everything a log could make of an error. */
function traces(error: OpenProFailure): string {
  const nested = inspect(error, { depth: Number.POSITIVE_INFINITY, showHidden: true });
  return [nested, JSON.stringify(error), error.message, error.stack, String(error.cause)].join(
    '\n',
  );
}

function expectClean(text: string, form: string): void {
  expect(text.toLowerCase()).not.toContain(form.toLowerCase());
  expect(text.toLowerCase()).not.toContain(KEY.toLowerCase());
}

describe.each(FORMS)('a key echoed %s', (_name, form) => {
  test.each([
    [200, { ok: 0, data: { message: `bad key OsApiKey ${form}!` } }],
    [401, { ok: 0, error: `bad key ${form}` }],
    [500, { message: form }],
  ])('status %i', async (status, body) => {
    await using server = await answering(body, status);
    const admin = createOpenProAdmin({ baseUrl: server.url, apiKey: KEY });
    const error = await failureOf(admin.link(1, 1, 1));
    expect(error.message).toContain('***');
    expectClean(traces(error), form);
  });

  test('at the end of long words', async () => {
    await using server = await answering({ ok: 0, data: { message: 'x'.repeat(495) + form } });
    const admin = createOpenProAdmin({ baseUrl: server.url, apiKey: KEY });
    const error = await failureOf(admin.link(1, 1, 1));
    expectClean(traces(error), form.slice(0, 5));
  });

  test('in a warning beside an accepted write', async () => {
    await using server = await holding({ warnings: [{ code: form, detail: `clé ${form}` }, form] });
    const admin = createOpenProAdmin({ baseUrl: server.url, apiKey: KEY });
    const { warnings } = await admin.link(1, 1, 1);
    expect(warnings).toHaveLength(2);
    expectClean(JSON.stringify(warnings), form);
  });

  test('in data that cannot be read', async () => {
    await using server = await holding({
      listeStock: [{ [form]: form, date: form, valeur: form }],
    });
    const admin = createOpenProAdmin({ baseUrl: server.url, apiKey: KEY });
    const { warnings } = await admin.getStock(1, 1);
    expect(warnings).toHaveLength(1);
    expectClean(JSON.stringify(warnings), form);
  });
});

test.each(['OsApiKey ', 'a', 'ab'])('base64 of the key after %j', async (before) => {
  const form = Buffer.from(`${before}${KEY}`).toString('base64');
  await using server = await answering({ ok: 0, error: form });
  const admin = createOpenProAdmin({ baseUrl: server.url, apiKey: KEY });
  const error = await failureOf(admin.link(1, 1, 1));
  expect(error.message).toContain('***');
  expectClean(traces(error), form);
});

test('failures without an answer', async () => {
  const gone = await holding({});
  await gone[Symbol.asyncDispose]();
  await using silent = await upstream(() => {});
  await using page = await answering(`<html>${KEY}</html>`);
  const unkind: typeof fetch = (_input, init) => {
    const cause = { code: `E_${KEY}`, headers: init?.headers };
    return Promise.reject(new TypeError(JSON.stringify(init?.headers), { cause }));
  };
  const errors = await Promise.all([
    failureOf(createOpenProAdmin({ baseUrl: gone.url, apiKey: KEY }).link(1, 1, 1)),
    failureOf(
      createOpenProAdmin({ baseUrl: silent.url, apiKey: KEY, timeoutMs: 30 }).link(1, 1, 1),
    ),
    failureOf(createOpenProAdmin({ baseUrl: page.url, apiKey: KEY }).link(1, 1, 1)),
    failureOf(createOpenProAdmin({ baseUrl: page.url, apiKey: KEY, fetch: unkind }).link(1, 1, 1)),
  ]);
  expect(errors.map(({ kind }) => kind)).toEqual(['network', 'timeout', 'malformed', 'network']);
  for (const error of errors) expectClean(traces(error), KEY);
});

test('the client itself does not show it', () => {
  const admin = createOpenProAdmin({ baseUrl: 'https://a.example', apiKey: KEY });
  expectClean(inspect(admin, { depth: Number.POSITIVE_INFINITY, showHidden: true }), KEY);
});
