import {
  bookingQuery,
  ratesBody,
  rateTypeBody,
  stockBody,
  webhookBody,
  webhookUrl,
} from './arguments.ts';
import { pathOf } from './check.ts';
import type { Settings } from './options.ts';
import { type Call, perform } from './transport.ts';
import type { CallOptions, OpenProAdmin, OpenProCustomer, WriteResult } from './types.ts';
import { readBooking } from './wire/booking.ts';
import {
  readAccommodations,
  readBookingPage,
  readCreatedId,
  readLinks,
  readRateTypes,
  readStock,
  readWebhooks,
  readWrite,
} from './wire/lists.ts';
import { readRates } from './wire/rates.ts';

type Writes = Omit<OpenProAdmin, keyof OpenProCustomer>;

const WEBHOOKS = '/config/dossier/webhooks';

/** The read-only calls. */
export function createReads(settings: Settings): OpenProCustomer {
  const get = <T>(
    path: string,
    options: CallOptions | undefined,
    read: Call<T>['read'],
    more?: Partial<Call<T>>,
  ) => perform(settings, { method: 'GET', path, options, read, ...more });
  return {
    listAccommodations: async (supplierId, options) =>
      get(`${pathOf({ supplierId })}/hebergements`, options, (data) =>
        readAccommodations(data, supplierId),
      ),
    getStock: async (supplierId, accommodationId, options) =>
      get(`${pathOf({ supplierId, accommodationId })}/stock`, options, readStock),
    listRateTypes: async (supplierId, options) =>
      get(`${pathOf({ supplierId })}/typetarifs`, options, (data) =>
        readRateTypes(data, supplierId),
      ),
    listLinks: async (supplierId, accommodationId, options) =>
      get(`${pathOf({ supplierId, accommodationId })}/typetarifs`, options, (data) =>
        readLinks(data, supplierId),
      ),
    getRates: async (supplierId, accommodationId, options) =>
      get(`${pathOf({ supplierId, accommodationId })}/typetarifs/tarif`, options, readRates, {
        rates: true,
      }),
    listBookings: async (supplierId, filter = {}, options) =>
      get(
        `${pathOf({ supplierId })}/dossiers`,
        options,
        (data) => readBookingPage(data, supplierId, filter.page ?? 1),
        { query: bookingQuery(filter) },
      ),
    getBooking: async (supplierId, bookingId, options) =>
      get(pathOf({ supplierId, bookingId }), options, (data) =>
        readBooking(data, supplierId, bookingId),
      ),
  };
}

/** The calls that only the admin client has. */
export function createWrites(settings: Settings): Writes {
  const write = (
    method: 'POST' | 'PUT' | 'DELETE',
    path: string,
    options: CallOptions | undefined,
    body?: unknown,
  ): Promise<WriteResult> => {
    const read: Call<WriteResult>['read'] = (data) => readWrite(data, settings.clean);
    return perform(settings, { method, path, body, options, read });
  };
  return {
    setStock: async (supplierId, accommodationId, nights, options) =>
      write('POST', `${pathOf({ supplierId, accommodationId })}/stock`, options, stockBody(nights)),
    createRateType: async (supplierId, draft, options) =>
      perform(settings, {
        method: 'POST',
        path: `${pathOf({ supplierId })}/typetarifs`,
        body: { typeTarifAjout: rateTypeBody(draft) },
        options,
        read: (data) => readCreatedId(data, supplierId),
      }),
    updateRateType: async (supplierId, rateTypeId, draft, options) =>
      write('PUT', pathOf({ supplierId, rateTypeId }), options, {
        typeTarifModif: rateTypeBody(draft),
      }),
    deleteRateType: async (supplierId, rateTypeId, options) =>
      write('DELETE', pathOf({ supplierId, rateTypeId }), options),
    link: async (supplierId, accommodationId, rateTypeId, options) =>
      write('POST', pathOf({ supplierId, accommodationId, rateTypeId }), options),
    unlink: async (supplierId, accommodationId, rateTypeId, options) =>
      write('DELETE', pathOf({ supplierId, accommodationId, rateTypeId }), options),
    setRates: async (supplierId, accommodationId, periods, options) =>
      write(
        'POST',
        `${pathOf({ supplierId, accommodationId })}/typetarifs/tarif`,
        options,
        ratesBody(periods),
      ),
    listWebhooks: async (options) =>
      perform(settings, { method: 'GET', path: WEBHOOKS, options, read: readWebhooks }),
    addWebhook: async (webhook, options) => write('POST', WEBHOOKS, options, webhookBody(webhook)),
    removeWebhook: async (url, options) =>
      write('DELETE', WEBHOOKS, options, { url: webhookUrl(url, 'url') }),
  };
}
