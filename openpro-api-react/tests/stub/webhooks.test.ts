import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { isObject, type JsonObject } from '../../stub-server/json.ts';
import { type Bench, bench, objects } from './support.ts';

interface Receiver {
  origin: string;
  /** Resolves when so many calls have come in all; answers them. */
  seen(count: number): Promise<string[]>;
}

async function receiver(status: () => number = () => 200): Promise<Receiver> {
  const calls: string[] = [];
  const waiting: (() => void)[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      calls.push(`${request.method} ${request.url}${chunks.length ? ` ${chunks.join('')}` : ''}`);
      response.writeHead(status()).end();
      for (const wake of waiting.splice(0)) wake();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(
    () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  );
  const { port } = server.address() as AddressInfo;
  const seen = async (count: number): Promise<string[]> => {
    while (calls.length < count) await new Promise<void>((resolve) => waiting.push(resolve));
    return calls;
  };
  return { origin: `http://127.0.0.1:${port}`, seen };
}

const HOOKS = 'config/dossier/webhooks';
const sell = async (stub: Bench, more: JsonObject = {}) => {
  const made = await stub.control('POST', 'dossiers', { supplierId: 61001, ...more });
  return Number((made.json as JsonObject).id);
};

test('registered once, listed, removed by a body', async () => {
  const stub = await bench();
  const hook = { url: 'http://127.0.0.1:9/t?token=a', emailAlerte: 'alerte@example.org' };
  await stub.api('POST', HOOKS, hook);
  await stub.api('POST', HOOKS, hook);
  await stub.api('POST', HOOKS, { url: 'http://127.0.0.1:9/u' });
  expect((await stub.api('GET', HOOKS)).data).toEqual({
    webhooks: [hook, { url: 'http://127.0.0.1:9/u' }],
  });
  await stub.api('DELETE', HOOKS, { url: hook.url });
  await stub.api('DELETE', HOOKS, { url: hook.url });
  expect(objects((await stub.api('GET', HOOKS)).data.webhooks)).toHaveLength(1);
  for (const url of ['x', 'ftp://127.0.0.1/', 7]) {
    expect((await stub.api('POST', HOOKS, { url })).status).toBe(400);
  }
  expect((await stub.api('DELETE', HOOKS)).status).toBe(400);
});

test('a creation, a change and a cancellation each call with the two ids', async () => {
  const [stub, target] = [await bench(), await receiver()];
  await stub.api('POST', HOOKS, { url: `${target.origin}/plain` });
  await stub.api('POST', HOOKS, { url: `${target.origin}/token?t=1` });
  const id = await sell(stub);
  const ids = `idFournisseur=61001&idDossier=${id}`;
  expect([...(await target.seen(2))].sort()).toEqual([
    `GET /plain?${ids}`,
    `GET /token?t=1&${ids}`,
  ]);
  await stub.control('PATCH', `dossiers/61001/${id}`, { arrival: '2027-01-11' });
  await target.seen(4);
  await stub.control('DELETE', `dossiers/61001/${id}`);
  expect(new Set(await target.seen(6)).size).toBe(2);
});

test('three tries, then a mail to the alert address', async () => {
  const mailed = Promise.withResolvers<JsonObject>();
  const stub = await bench({ webhookRetryMs: [0, 0, 0], print: (line) => mailed.resolve(line) });
  const target = await receiver(() => 500);
  const url = `${target.origin}/x`;
  await stub.api('POST', HOOKS, { url, emailAlerte: 'alerte@example.org' });
  await sell(stub);
  expect(await target.seen(3)).toHaveLength(3);
  expect(await mailed.promise).toMatchObject({ mail: { to: 'alerte@example.org', status: 500 } });
  const log = (await stub.control('GET', 'deliveries')).json;
  expect(isObject(log) ? objects(log.deliveries) : []).toMatchObject([
    { tries: 3, delivered: false },
  ]);
});

test('a second try may succeed', async () => {
  const answers = [500, 200];
  const stub = await bench({ webhookRetryMs: [0, 0, 0] });
  const target = await receiver(() => answers.shift() ?? 500);
  await stub.api('POST', HOOKS, { url: target.origin });
  await sell(stub);
  expect(await target.seen(2)).toHaveLength(2);
});

test('nobody but loopback is called', async () => {
  const stub = await bench();
  await stub.api('POST', HOOKS, { url: 'https://hooks.example.org/x' });
  await stub.api('POST', HOOKS, { url: 'http://127.0.0.1.example.org/x' });
  await sell(stub);
  const log = (await stub.control('GET', 'deliveries')).json;
  const why = (isObject(log) ? objects(log.deliveries) : []).map((entry) => entry.why);
  expect(why).toEqual(['not loopback', 'not loopback']);
});

test('silent, repeated and posted notices', async () => {
  const [stub, target] = [await bench(), await receiver()];
  await stub.api('POST', HOOKS, { url: `${target.origin}/x` });
  await stub.control('POST', 'mode', { webhooks: false });
  await sell(stub);
  await stub.control('POST', 'mode', { webhooks: true, webhookMethod: 'POST' });
  const id = await sell(stub, { notify: false });
  await stub.control('POST', 'notify', { supplierId: 61001, dossierId: id, times: 2 });
  const notice = `{"evenement":"modification","idDossier":${id},"idFournisseur":61001}`;
  expect(await target.seen(2)).toEqual([`POST /x ${notice}`, `POST /x ${notice}`]);
});
