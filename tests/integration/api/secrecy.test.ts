import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { bearer, errorOf, mutate, query } from '#tests/support/raw.ts';
import { startWorld } from '#tests/support/world.ts';

const INTERNAL =
  /SELECT|INSERT|SQLITE|no such table|sqlite|libsql|drizzle|Failed query|\bat \/|\.ts:/i;

test('a procedure that breaks tells nothing of why, and is found by its id', async () => {
  await using world = await startWorld();
  await world.app.runner.stop();
  await world.app.database.client.execute('ALTER TABLE rate_type RENAME TO rate_type_gone');
  const requestId = randomUUID();
  const headers = { ...bearer(world.apiKey), 'x-request-id': requestId, 'accept-language': 'en' };
  const input = { supplierId: world.supplierId };
  const answer = await query(world.url, 'rateTypes.list', input, headers);
  expect(answer.status).toBe(500);
  expect(errorOf(answer)).toEqual({
    code: -32603,
    message: 'Internal error. Nothing was lost; try again.',
    data: { code: 'INTERNAL_SERVER_ERROR', httpStatus: 500, requestId },
  });
  expect(answer.text).not.toMatch(INTERNAL);
  const told = world.lines.filter((line) => line.includes(requestId)).join('');
  expect(told).toContain('no such table');
  expect(told).not.toContain(world.apiKey.slice(4));
});

test('a database that is gone is told as an error with its id, in the caller’s language', async () => {
  await using world = await startWorld();
  await world.app.runner.stop();
  await world.app.database.client.execute('ALTER TABLE api_key RENAME TO api_key_gone');
  const requestId = randomUUID();
  const headers = { ...bearer(world.apiKey), 'x-request-id': requestId, 'accept-language': 'en' };
  const answer = await query(world.url, 'suppliers.list', {}, headers);
  expect(answer.status).toBe(500);
  expect(errorOf(answer)).toMatchObject({
    message: 'Internal error. Nothing was lost; try again.',
    data: { code: 'INTERNAL_SERVER_ERROR', httpStatus: 500, requestId },
  });
  expect(answer.text).not.toMatch(INTERNAL);
  expect(answer.headers.get('x-request-id')).toBe(requestId);
  const told = world.lines.filter((line) => line.includes(requestId)).join('');
  expect(told).toContain('no such table');
  expect(told).not.toContain(world.apiKey.slice(4));
});

test('logs hold no query values, bodies, guest names or keys', async () => {
  await using world = await startWorld();
  const { api, stub, supplierId, url, apiKey, lines } = world;
  const guest = 'Villeneuve-Canari';
  await stub.control('POST', 'dossiers', {
    supplierId,
    accommodationId: 1,
    contact: { nom: guest, prenom: 'Zoé', email: 'zoe@canari.example', telephone1: '+33699887766' },
  });
  await api.suppliers.refresh.mutate({ supplierId });
  const { items } = await api.bookings.list.query({ supplierId, limit: 200 });
  expect(items.map(({ guestName }) => guestName)).toContain(`Zoé ${guest}`);
  const own = bearer(apiKey);
  const seen = { supplierId, from: '2027-03-03', to: '2027-03-04' };
  await query(url, 'calendar.get', seen, own);
  await query(url, 'bookings.list', { supplierId, cursor: 'cursor-canary' }, own);
  const change = { accommodationId: 1, from: '2027-03-03', to: '2027-03-04', set: { minStay: 77 } };
  const preview = { supplierId, changes: [change], note: 'body-canary' };
  expect((await mutate(url, 'bulkUpdates.preview', preview, own)).status).toBe(400);
  await mutate(url, 'suppliers.refresh', '{"supplierId": "broken-canary', own);
  await query(url, 'suppliers.list', {}, bearer('opk_forged-canary-0123456789abcdef'));
  const log = lines.join('\n');
  expect(log).toContain('upstream call');
  const secrets = [guest, 'canari.example', '99887766', '2027-03-03', 'cursor-canary'];
  const keys = [apiKey.slice(4), 'forged-canary'];
  for (const canary of [...secrets, ...keys, 'body-canary', 'broken-canary', '"minStay"'])
    expect(log).not.toContain(canary);
});
