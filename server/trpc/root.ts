import { createCallerFactory, router } from './init.ts';
import { apiKeysRouter } from './routers/api-keys.ts';
import { bookingsRouter } from './routers/bookings.ts';
import { bulkUpdatesRouter } from './routers/bulk-updates.ts';
import { calendarRouter } from './routers/calendar.ts';
import { connectionsRouter } from './routers/connections.ts';
import { ratesRouter, rateTypesRouter } from './routers/rates.ts';
import { settingsRouter } from './routers/settings.ts';
import { stockRouter } from './routers/stock.ts';
import { suppliersRouter } from './routers/suppliers.ts';

/** Every procedure of the API. */
export const appRouter = router({
  suppliers: suppliersRouter,
  calendar: calendarRouter,
  rates: ratesRouter,
  rateTypes: rateTypesRouter,
  stock: stockRouter,
  bookings: bookingsRouter,
  bulkUpdates: bulkUpdatesRouter,
  connections: connectionsRouter,
  apiKeys: apiKeysRouter,
  settings: settingsRouter,
});

export type AppRouter = typeof appRouter;

/** Calls procedures in the same process, without HTTP. */
export const createCaller = createCallerFactory(appRouter);
