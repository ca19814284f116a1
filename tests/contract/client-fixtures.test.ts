import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { inspect } from 'node:util';
import {
  type Booking,
  createOpenProAdmin,
  isOpenProFailure,
  type Listed,
  type OpenProAdmin,
  type RatePeriod,
} from 'openpro-api-react/client';
import { describe, expect, test } from 'vitest';

const KEY = 'test-key-123';
const FIXTURES = new URL('../../../shared/fixtures/openpro.json', import.meta.url);

interface Fixture {
  name: string;
  operation: string;
  supplierId: number;
  accommodationId: number | null;
  status: number;
  body: unknown;
  expect: unknown;
}

type Expected = Record<string, unknown>;

function isExpected(value: unknown): value is Expected {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Serves one answer on loopback for as long as `use` runs. */
async function served<T>(fixture: Fixture, use: (baseUrl: string) => Promise<T>): Promise<T> {
  const { body, status } = fixture;
  const server = createServer((_request, response) => {
    const headers = status === 429 ? { 'retry-after': '120' } : {};
    response.writeHead(status, headers);
    response.end(typeof body === 'string' ? body : JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('no port');
    return await use(`http://127.0.0.1:${address.port}`);
  } finally {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
}

/** A list in the words of the fixtures: bare when everything was read. */
function listWords({ items, warnings }: Listed<unknown>): unknown {
  return warnings.length > 0 ? { items, warnings: warnings.length } : items;
}

/** Rates without what is only carried through: the fixtures do not speak of it. */
function rateWords({ items, warnings }: Listed<RatePeriod>): unknown {
  const plain = items.map(({ extra: _extra, prices, ...rest }) => ({
    ...rest,
    prices: prices.map(({ guests, priceCents }) => ({ guests, priceCents })),
  }));
  return listWords({ items: plain, warnings });
}

function bookingWords(booking: Booking): unknown {
  const { id, origin, reference, state, currency, totalCents, guestName } = booking;
  const stays = booking.stays.map(({ accommodationId, arrival, departure, units, guests }) => ({
    accommodationId,
    arrival,
    departure,
    units,
    guests,
  }));
  return { id, origin, reference, state, currency, totalCents, guestName, stays };
}

const PERIOD = {
  rateTypeId: 2001,
  from: '2027-07-03',
  to: '2027-07-09',
  open: true,
  minStay: 1,
  maxStay: 30,
  arrivalAllowed: true,
  departureAllowed: true,
  prices: [{ guests: 2, priceCents: 9286 }],
};

async function run(admin: OpenProAdmin, fixture: Fixture): Promise<unknown> {
  const { supplierId, accommodationId, operation } = fixture;
  const wanted = isExpected(fixture.expect) ? Number(fixture.expect.id ?? 1) : 1;
  switch (operation) {
    case 'listAccommodations':
      return listWords(await admin.listAccommodations(supplierId));
    case 'getStock':
      return listWords(await admin.getStock(supplierId, Number(accommodationId)));
    case 'listRateTypes':
      return listWords(await admin.listRateTypes(supplierId));
    case 'listLinks':
      return listWords(await admin.listLinks(supplierId, Number(accommodationId)));
    case 'getRates':
      return rateWords(await admin.getRates(supplierId, Number(accommodationId)));
    case 'listBookings': {
      const { warnings, ...page } = await admin.listBookings(supplierId);
      expect(warnings).toEqual([]);
      return page;
    }
    case 'getBooking':
      return bookingWords(await admin.getBooking(supplierId, wanted));
    case 'setRates':
      return admin.setRates(supplierId, Number(accommodationId), [PERIOD]);
    default:
      throw new Error(`the fixture ${fixture.name} names an unknown operation ${operation}`);
  }
}

/** The error in the words of the fixtures: its kind and the properties that are expected. */
function errorWords(error: unknown, expected: Expected): unknown {
  if (!isOpenProFailure(error)) throw error;
  const facts = new Map<string, unknown>(Object.entries(error));
  const { error: _kind, note: _note, ...named } = expected;
  const seen = Object.keys(named).map((name) => [name, facts.get(name)]);
  return { error: error.kind, ...Object.fromEntries(seen) };
}

async function check(fixture: Fixture): Promise<void> {
  const { expect: expected } = fixture;
  await served(fixture, async (baseUrl) => {
    const admin = createOpenProAdmin({ baseUrl, apiKey: KEY });
    if (!isExpected(expected) || expected.error === undefined) {
      expect(await run(admin, fixture)).toEqual(expected);
      return;
    }
    const error = await run(admin, fixture).then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    const { note: _note, ...words } = expected;
    expect(errorWords(error, expected)).toEqual(words);
    expect(inspect(error, { depth: Number.POSITIVE_INFINITY })).not.toContain(KEY);
    if (fixture.name === 'echoed key') expect(inspect(error)).toContain('***');
  });
}

if (existsSync(FIXTURES)) {
  const { fixtures }: { fixtures: Fixture[] } = JSON.parse(readFileSync(FIXTURES, 'utf8'));
  describe('the client reads each upstream answer of the shared fixtures', () => {
    test.each(fixtures)('$name', check);

    test('there are fixtures', () => expect(fixtures.length).toBeGreaterThan(40));
  });
} else {
  const report = process.env.OPENPRO_NOT_RUN_FILE;
  if (report) appendFileSync(report, 'client fixtures: ../shared is absent\n');
  test('the shared fixtures are absent, so none was run', () => {
    expect(existsSync(FIXTURES)).toBe(false);
  });
}
