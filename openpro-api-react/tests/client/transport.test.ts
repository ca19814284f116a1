import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import {
  createOpenProAdmin,
  type ObservedCall,
  type OpenProAdmin,
  type OpenProOptions,
} from '../../src/client/index.ts';
import { answering, failureOf, holding, KEY, upstream } from './support.ts';

function clientOf(url: string, options: Partial<OpenProOptions> = {}): OpenProAdmin {
  return createOpenProAdmin({ baseUrl: url, apiKey: KEY, ...options });
}

describe('time limits', () => {
  test('a server that never answers', async () => {
    await using server = await upstream(() => {});
    const error = await failureOf(clientOf(server.url, { timeoutMs: 30 }).listRateTypes(1));
    expect(error).toMatchObject({ kind: 'timeout', timeoutMs: 30, method: 'GET' });
  });

  test('a server that sends headers and stalls', async () => {
    await using server = await upstream((response) => {
      response.writeHead(200);
      response.write('{"ok":1,');
    });
    const error = await failureOf(clientOf(server.url, { timeoutMs: 50 }).setStock(1, 1, []));
    expect(error).toMatchObject({ kind: 'timeout', method: 'POST' });
  });

  test('a body that drips for ever', async () => {
    const ended = Promise.withResolvers<void>();
    await using server = await upstream((response) => {
      const drip = setInterval(() => response.write(' '), 5);
      response.on('close', () => {
        clearInterval(drip);
        ended.resolve();
      });
    });
    const error = await failureOf(clientOf(server.url, { timeoutMs: 80 }).getRates(1, 1));
    expect(error.kind).toBe('timeout');
    // The connection is given up, not left to drip.
    await ended.promise;
  });

  test('a fetch that ignores its signal', async () => {
    const client = clientOf('http://127.0.0.1:9', {
      timeoutMs: 20,
      fetch: () => new Promise(() => {}),
    });
    expect((await failureOf(client.listRateTypes(1))).kind).toBe('timeout');
  });
});

describe('abort', () => {
  test('before: nothing is sent', async () => {
    await using server = await holding({ typeTarifs: [] });
    const signal = AbortSignal.abort();
    const error = await failureOf(clientOf(server.url).listRateTypes(1, { signal }));
    expect(error.kind).toBe('aborted');
    expect(server.seen).toEqual([]);
  });

  test('while waiting for the answer', async () => {
    const control = new AbortController();
    await using server = await upstream(() => control.abort(new Error(KEY)));
    const error = await failureOf(
      clientOf(server.url).listRateTypes(1, { signal: control.signal, requestId: 'r-1' }),
    );
    expect(error).toMatchObject({ kind: 'aborted', requestId: 'r-1' });
  });

  test('while the body arrives', async () => {
    const control = new AbortController();
    await using server = await upstream(async (response) => {
      response.writeHead(200);
      response.write('{');
      await turn();
      control.abort();
    });
    const error = await failureOf(
      clientOf(server.url).listRateTypes(1, { signal: control.signal }),
    );
    expect(error.kind).toBe('aborted');
  });
});

describe('size', () => {
  test('counted while it arrives, without a content length', async () => {
    await using server = await upstream((response) => {
      const fill = (): void => {
        while (response.write('x'.repeat(1000)));
      };
      response.on('drain', fill);
      fill();
    });
    const error = await failureOf(clientOf(server.url, { maxBytes: 5000 }).listRateTypes(1));
    expect(error).toMatchObject({ kind: 'too_large', maxBytes: 5000 });
  });

  test('a whole answer of exactly the limit passes, one byte less does not', async () => {
    const body = JSON.stringify({ ok: 1, data: { typeTarifs: [] } });
    await using server = await answering(body);
    const maxBytes = body.length;
    expect((await clientOf(server.url, { maxBytes }).listRateTypes(1)).items).toEqual([]);
    const tight = clientOf(server.url, { maxBytes: maxBytes - 1 });
    expect((await failureOf(tight.listRateTypes(1))).kind).toBe('too_large');
  });

  test('by default 5 MB, for rates 32 MB', async () => {
    const filler = 'x'.repeat(6_000_000);
    await using server = await holding({ typeTarifs: [], tarifs: [], filler });
    const client = clientOf(server.url);
    expect(await failureOf(client.listRateTypes(1))).toMatchObject({ maxBytes: 5_000_000 });
    expect((await client.getRates(1, 1)).items).toEqual([]);
  });

  test('a character that spans two chunks stays whole', async () => {
    const bytes = Buffer.from(
      JSON.stringify({ ok: 1, data: { hebergements: [{ idHebergement: 1, nom: 'Île' }] } }),
    );
    await using server = await upstream(async (response) => {
      for (const byte of bytes) {
        response.write(Buffer.of(byte));
        await turn();
      }
      response.end();
    });
    const { items } = await clientOf(server.url).listAccommodations(1);
    expect(items).toEqual([{ id: 1, name: 'Île' }]);
  });
});

describe('redirects', () => {
  test.each([301, 302, 303, 307, 308])('%i is not followed', async (status) => {
    await using other = await holding({ typeTarifs: [] });
    await using server = await answering('', status, { location: `${other.url}/steal` });
    const client = clientOf(server.url);
    expect((await failureOf(client.listRateTypes(1))).kind).toBe('redirected');
    expect((await failureOf(client.removeWebhook('https://a.example'))).kind).toBe('redirected');
    expect(other.seen).toEqual([]);
    expect(server.seen).toHaveLength(2);
  });
});

describe('connections', () => {
  test('refused', async () => {
    const gone = await holding({});
    await gone[Symbol.asyncDispose]();
    const error = await failureOf(clientOf(gone.url).listRateTypes(1));
    expect(error).toMatchObject({ kind: 'network', code: 'ECONNREFUSED' });
  });

  test('broken within the body', async () => {
    await using server = await upstream(async (response) => {
      response.writeHead(200, { 'content-length': '100' });
      response.write('{"ok":1');
      await turn();
      response.destroy();
    });
    expect((await failureOf(clientOf(server.url).listRateTypes(1))).kind).toBe('network');
  });
});

describe('words and Retry-After', () => {
  test.each([
    [{ ok: 0, data: { message: 'a' }, message: 'b' }, 'a'],
    [{ ok: 0, data: { detail: 'a' } }, 'a'],
    [{ ok: 0, data: { erreur: 'a' } }, 'a'],
    [{ ok: 0, data: { error: 'a' } }, 'a'],
    [{ ok: 0, data: { libelle: 'a' } }, 'a'],
    [{ ok: 0, data: { error: { message: 'a' } } }, 'a'],
    [{ ok: 0, data: { errors: [{ detail: 'a' }] } }, 'a'],
    [{ ok: 0, data: 'a' }, 'a'],
    [{ ok: 0, error: 'a' }, 'a'],
    [{ ok: 0, message: ' a ' }, 'a'],
    [{ ok: 0, data: { message: '' }, error: 'a' }, 'a'],
    [{ ok: 0, data: { message: 'a\u0000\u001b[31m\u200bb\r\nc' } }, 'a [31m b c'],
    [{ ok: 0, data: { message: 'é'.repeat(900) } }, 'é'.repeat(500)],
    [{ ok: 0, data: { code: 12 } }, null],
    [{ ok: 0 }, null],
  ])('%j', async (body, words) => {
    await using accepted = await answering(body);
    expect(await failureOf(clientOf(accepted.url).deleteRateType(1, 1))).toMatchObject({
      kind: 'refused',
      words,
    });
    await using failing = await answering(body, 422);
    expect(await failureOf(clientOf(failing.url).deleteRateType(1, 1))).toMatchObject({
      kind: 'http',
      status: 422,
      words,
    });
  });

  test.each([
    ['120', 120],
    ['0', 0],
    ['Sat, 21 Nov 2026 12:02:30 GMT', 150],
    ['Sat, 21 Nov 2026 11:00:00 GMT', 0],
    ['soon', null],
    ['-5', null],
    ['1.5', null],
  ])('Retry-After: %s', async (value, seconds) => {
    const headers = { 'retry-after': value, date: 'Sat, 21 Nov 2026 12:00:00 GMT' };
    await using server = await answering('', 503, headers);
    const error = await failureOf(clientOf(server.url).listRateTypes(1));
    expect(error).toMatchObject({ kind: 'http', status: 503, retryAfterSeconds: seconds });
  });

  test('an endless error page gives its status', async () => {
    await using server = await answering('x'.repeat(1_000_000), 502);
    const error = await failureOf(clientOf(server.url).listRateTypes(1));
    expect(error).toMatchObject({ kind: 'http', status: 502, words: null });
  });
});

describe('accepted writes need not say anything', () => {
  test.each([
    { ok: 1 },
    { ok: 1, data: null },
    { ok: 1, data: [] },
    { ok: 1, data: { saved: true } },
  ])('%j', async (body) => {
    await using server = await answering(body);
    expect(await clientOf(server.url).link(1, 1, 1)).toEqual({ warnings: [] });
  });

  test('but a created rate type must have an id', async () => {
    await using server = await holding({});
    const draft = { label: { fr: 'x' }, description: {}, order: 0 };
    expect((await failureOf(clientOf(server.url).createRateType(1, draft))).kind).toBe('malformed');
  });
});

describe('onCall', () => {
  test('hears of each request once and cannot change its outcome', async () => {
    const calls: ObservedCall[] = [];
    const onCall = (call: ObservedCall): never => {
      calls.push(call);
      throw new Error('observer');
    };
    await using server = await holding({ liste: [] });
    await using failing = await answering('', 500);
    await clientOf(server.url, { onCall }).listBookings(1, { page: 2 }, { requestId: 'r' });
    await failureOf(clientOf(failing.url, { onCall }).link(1, 2, 3));
    await failureOf(clientOf('http://127.0.0.1:9', { onCall }).listWebhooks());
    expect(calls).toEqual([
      {
        method: 'GET',
        path: '/fournisseur/1/dossiers',
        status: 200,
        ms: expect.any(Number),
        requestId: 'r',
      },
      {
        method: 'POST',
        path: '/fournisseur/1/hebergements/2/typetarifs/3',
        status: 500,
        ms: expect.any(Number),
        requestId: null,
      },
      {
        method: 'GET',
        path: '/config/dossier/webhooks',
        status: null,
        ms: expect.any(Number),
        requestId: null,
      },
    ]);
  });
});
