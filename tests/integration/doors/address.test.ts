import { createServer, get } from 'node:http';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { senderOf } from '#server/observability/client-address.ts';
import { watchRequests } from '#server/observability/incoming.ts';

test.each([
  // A stranger may write what they like.
  ['198.51.100.7', null, '198.51.100.7'],
  ['198.51.100.7', '203.0.113.9', '198.51.100.7'],
  ['198.51.100.7', '127.0.0.1', '198.51.100.7'],
  ['::ffff:198.51.100.7', '203.0.113.9', '198.51.100.7'],
  ['2001:db8::7', '203.0.113.9', '2001:db8::7'],
  // A proxy of ours is believed about what it added, which comes last.
  ['127.0.0.1', '203.0.113.9', '203.0.113.9'],
  ['::ffff:127.0.0.1', '203.0.113.9', '203.0.113.9'],
  ['::1', '2001:db8::9', '2001:db8::9'],
  ['10.1.2.3', '198.51.100.1, 203.0.113.9', '203.0.113.9'],
  ['172.16.0.1', ' 198.51.100.1 ,203.0.113.9 ', '203.0.113.9'],
  ['172.32.0.1', '203.0.113.9', '172.32.0.1'],
  ['fd00::1', '203.0.113.9', '203.0.113.9'],
  ['fe80::1%eth0', null, 'fe80::1'],
  // What is no address is nobody's.
  ['192.168.1.1', 'unknown', '192.168.1.1'],
  ['192.168.1.1', '203.0.113.9, ', '192.168.1.1'],
  ['192.168.1.1', '', '192.168.1.1'],
  [undefined, '203.0.113.9', null],
])('from %s with x-forwarded-for %s it is %s', (peer, forwarded, sender) => {
  expect(senderOf(peer, forwarded)).toBe(sender);
});

const server = createServer((request, response) => {
  response.end(JSON.stringify(request.headers['x-forwarded-for'] ?? null));
});
let port: number;
let stopWatching: () => void;
beforeAll(async () => {
  stopWatching = watchRequests({ isHttps: true });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const address = server.address();
  port = typeof address === 'object' && address ? address.port : 0;
});
afterAll(() => {
  stopWatching();
  server.close();
});

function ask(headers: Record<string, string | string[]>) {
  return new Promise<{ told: unknown; hsts: unknown }>((done, fail) => {
    get({ host: '127.0.0.1', port, headers, agent: false }, async (answer) => {
      const told = JSON.parse(Buffer.concat(await answer.toArray()).toString());
      done({ told, hsts: answer.headers['strict-transport-security'] });
    }).on('error', fail);
  });
}

test('every request of a server carries the address that its connection tells', async () => {
  expect((await ask({})).told).toBe('127.0.0.1');
  expect((await ask({ 'x-forwarded-for': '198.51.100.1, 203.0.113.9' })).told).toBe('203.0.113.9');
  const twice = { 'x-forwarded-for': ['198.51.100.1', '203.0.113.9'] };
  expect((await ask(twice)).told).toBe('203.0.113.9');
  expect((await ask({ 'x-forwarded-for': 'unknown' })).told).toBe('127.0.0.1');
});

test('under https every answer keeps browsers to https for a year', async () => {
  expect((await ask({})).hsts).toBe('max-age=31536000');
});
