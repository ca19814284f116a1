import { createCallerFactory, router } from './init.ts';
import { alertsRouter } from './routers/alerts.ts';
import { apiKeysRouter } from './routers/api-keys.ts';
import { auditRouter } from './routers/audit.ts';
import { bookingsRouter } from './routers/bookings.ts';
import { bulkUpdatesRouter } from './routers/bulk-updates.ts';
import { calendarRouter } from './routers/calendar.ts';
import { connectionsRouter } from './routers/connections.ts';
import { guestsRouter } from './routers/guests.ts';
import { driftRouter } from './routers/past/drift.ts';
import { historyRouter } from './routers/past/history.ts';
import { accountRouter } from './routers/people/account.ts';
import { invitationsRouter } from './routers/people/invitations.ts';
import { organisationRouter } from './routers/people/organisation.ts';
import { platformRouter } from './routers/people/platform.ts';
import { teamRouter } from './routers/people/team.ts';
import { ratesRouter, rateTypesRouter } from './routers/rates.ts';
import { settingsRouter } from './routers/settings.ts';
import { stockRouter } from './routers/stock.ts';
import { suppliersRouter } from './routers/suppliers.ts';

/** Every procedure of the API. */
export const appRouter = router({
  account: accountRouter,
  team: teamRouter,
  organisation: organisationRouter,
  invitations: invitationsRouter,
  platform: platformRouter,
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
  audit: auditRouter,
  guests: guestsRouter,
  history: historyRouter,
  drift: driftRouter,
  alerts: alertsRouter,
});

export type AppRouter = typeof appRouter;

/** Calls procedures in the same process, without HTTP. */
export const createCaller = createCallerFactory(appRouter);
