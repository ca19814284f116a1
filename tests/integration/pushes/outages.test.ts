import { createServer as createHttpServer } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { createServer as createTcpServer, type Server } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createGateway } from '#server/openpro/gateway.ts';
import { UPSTREAM_LIMITS } from '#server/openpro/limiter.ts';
import { eventually, startWorld, type World } from '#tests/support/world.ts';

/** How long one call may take here. */
const TIMEOUT_MS = 150;
const FAILURES = UPSTREAM_LIMITS.breaker.failures;

/** Signed by itself, for 127.0.0.1; it opens nothing but the server below. */
const KEY = `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgiElJkelkDxQMv/o6
kE2pYw5tsUa/1mXAnEqT8p3NnayhRANCAASczg/lrrnBRC2MDg1vPrUtxHt5SdK9
uKoryr1H6owh6d1qTt31IB5/P/zkafe1c2//PUbqtgFD1Juyhr4VU+pF
-----END PRIVATE KEY-----`;
const CERTIFICATE = `-----BEGIN CERTIFICATE-----
MIIBgDCCASWgAwIBAgIUWIdBrBefo5W2NlKxfubg1kGnQFYwCgYIKoZIzj0EAwIw
FDESMBAGA1UEAwwJMTI3LjAuMC4xMCAXDTI2MTEyMTE5MjgzNFoYDzIxMjYxMDI4
MTkyODM0WjAUMRIwEAYDVQQDDAkxMjcuMC4wLjEwWTATBgcqhkjOPQIBBggqhkjO
PQMBBwNCAASczg/lrrnBRC2MDg1vPrUtxHt5SdK9uKoryr1H6owh6d1qTt31IB5/
P/zkafe1c2//PUbqtgFD1Juyhr4VU+pFo1MwUTAdBgNVHQ4EFgQUrvPpcyyl/qNb
rh9U6pk8mGBYA3owHwYDVR0jBBgwFoAUrvPpcyyl/qNbrh9U6pk8mGBYA3owDwYD
VR0TAQH/BAUwAwEB/zAKBggqhkjOPQQDAgNJADBGAiEA6/RvydO55zJzLH6WTckQ
2kYOu4KmTRHGkXyipU0smDICIQCIjviSDO9aDv4ERgnART6l63jh8hK4nFVhvgKN
uap3PQ==
-----END CERTIFICATE-----`;

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world[Symbol.asyncDispose]());

interface Outage {
  readonly what: string;
  /** Null = there is no server. */
  readonly server: (() => Server) | null;
  readonly urlOf: (port: number) => string;
}

const http = (port: number) => `http://127.0.0.1:${port}/tarif`;

const OUTAGES: readonly Outage[] = [
  {
    what: 'takes a minute to answer',
    server: () =>
      createHttpServer((_, response) => setTimeout(() => response.end('{}'), 60_000).unref()),
    urlOf: http,
  },
  {
    what: 'sends its answer a byte at a time',
    server: () =>
      createHttpServer((_, response) => {
        response.writeHead(200, { 'content-type': 'application/json' });
        const drip = setInterval(() => response.write(' '), 20);
        response.on('close', () => clearInterval(drip));
      }),
    urlOf: http,
  },
  {
    what: 'takes the connection and never says a word',
    server: () => createTcpServer((socket) => void socket.on('error', () => {}).resume()),
    urlOf: http,
  },
  {
    what: 'breaks every connection off',
    server: () => createTcpServer((socket) => socket.resetAndDestroy()),
    urlOf: http,
  },
  {
    what: 'shows a certificate that nobody vouches for',
    server: () =>
      createTlsServer({ key: KEY, cert: CERTIFICATE }, (_, response) => response.end('{}')),
    urlOf: (port) => `https://127.0.0.1:${port}/tarif`,
  },
  {
    what: 'has a name that leads nowhere',
    ...{ server: null, urlOf: () => 'http://open-pro.invalid/tarif' },
  },
];

async function listening(server: Server): Promise<number> {
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const address = server.address();
  return address !== null && typeof address === 'object' ? address.port : 0;
}

const openSockets = (server: Server) =>
  new Promise<number>((done, fail) =>
    server.getConnections((error, count) => (error ? fail(error) : done(count))),
  );

test.each(OUTAGES)(
  'upstream $what: calls end, then none are made, and no socket stays',
  async (outage) => {
    const { app, tenant, supplierId, api } = world;
    const server = outage.server?.();
    let connections = 0;
    server?.on('connection', () => {
      connections += 1;
    });
    const outcomes: string[] = [];
    const gateway = createGateway({
      ...{ database: app.database, vault: app.vault, timeoutMs: TIMEOUT_MS },
      baseUrl: outage.urlOf(server ? await listening(server) : 0),
      metrics: { upstreamCall: ({ outcome }) => void outcomes.push(outcome) },
    });
    const upstream = await gateway.open(tenant, supplierId, 'outage-1');
    const failureOf = (call: Promise<unknown>) =>
      call.then(
        () => 'answered',
        (error: { failure?: string }) => error.failure,
      );
    const write = () => failureOf(upstream.setStock(1, new Map([[20_000, 1]])));
    const read = () => failureOf(upstream.getStock(1));
    const ends: (string | undefined)[] = [];
    // Each call is made when the one before has ended, so that ten are just enough.
    while (outcomes.length < FAILURES) ends.push(await (ends.length % 2 === 0 ? write() : read()));
    expect(new Set(ends)).toEqual(new Set(['unreachable']));
    const before = connections;
    expect(await Promise.all([write(), read(), read()])).toEqual(['held', 'held', 'held']);
    expect(connections).toBe(before);
    expect(outcomes.slice(0, FAILURES)).toEqual(Array(FAILURES).fill('unreachable'));
    if (server) {
      await eventually('the end of every socket', async () =>
        (await openSockets(server)) === 0 ? true : null,
      );
      await new Promise((done) => server.close(done));
    }
    // A page asks nobody but the mirror.
    const day = '2026-01-01' as never;
    expect(await api.calendar.get.query({ supplierId, from: day, to: day })).toHaveProperty(
      'stale',
    );
  },
);
