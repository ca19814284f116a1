/** What a stranger and the owner of a property are answered by a GET, and the owner of another one. */
type Row = readonly [stranger: number, owner: number, other?: number];

const PAGE: Row = [307, 200, 404];

/** Every route of the app, by its path. */
export const ROUTES: Readonly<Record<string, Row>> = {
  '/': [307, 307],
  '/sign-in': [200, 200],
  '/forgotten': [200, 200],
  '/reset': [200, 200],
  '/invitation': [200, 200],
  '/start': [307, 307],
  '/account': [307, 200],
  // The page says that it is for others; its data are a procedure of its own.
  '/platform': [307, 200],
  '/s/[supplierId]/calendar': PAGE,
  '/s/[supplierId]/audit': PAGE,
  '/s/[supplierId]/history': PAGE,
  '/s/[supplierId]/sendings': PAGE,
  '/s/[supplierId]/sync': PAGE,
  '/s/[supplierId]/settings': PAGE,
  '/s/[supplierId]/settings/accommodations': PAGE,
  '/s/[supplierId]/settings/api-keys': PAGE,
  '/s/[supplierId]/settings/connections': PAGE,
  '/s/[supplierId]/settings/guests': PAGE,
  '/s/[supplierId]/settings/team': PAGE,
  '/health': [200, 200],
  '/api/health': [200, 200],
  '/api/ready': [200, 200],
  '/api/trpc/[trpc]': [401, 200],
  '/api/audit/csv': [401, 200],
  // Of the service for signing in only what is open is served.
  '/api/auth/[...all]': [404, 404],
  '/api/admin/[command]': [405, 405],
  '/api/csp-reports': [405, 405],
  // Not even the owner holds the scheduler's secret.
  '/api/metrics': [401, 401],
  '/api/cron/tick': [401, 401],
};

/** The route with something in its places. */
export const pathOf = (route: string, supplierId: number): string =>
  route
    .replace('[supplierId]', String(supplierId))
    .replace('[trpc]', 'suppliers.list')
    .replace('[command]', 'doctor')
    .replace('[...all]', 'organization/list');
