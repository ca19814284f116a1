import { randomBytes } from 'node:crypto';
import { type NextRequest, NextResponse } from 'next/server';
import { isDevelopment } from '#server/env.ts';

/** Where browsers tell of what they kept a page from doing, and by which name. */
const [REPORTS, REPORTS_PATH] = ['csp', '/api/csp-reports'];

/**
 * What a page may load and run. Scripts run when they carry the nonce of this one answer, or were
 * loaded by one that does. Stylesheets are files of ours; attributes are let through because the
 * grid places its cells by them and the server writes them into the page. Development compiles in
 * the browser and puts styles into the page.
 */
export function pagePolicy(nonce: string, inDevelopment: boolean): string {
  return [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${inDevelopment ? " 'unsafe-eval'" : ''}`,
    `style-src 'self' ${inDevelopment ? "'unsafe-inline'" : `'nonce-${nonce}'`}`,
    "style-src-attr 'unsafe-inline'",
    "img-src 'self'",
    "font-src 'self'",
    "connect-src 'self'",
    "object-src 'none'",
    "base-uri 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    // The newer form and the one that all browsers know.
    `report-to ${REPORTS}`,
    `report-uri ${REPORTS_PATH}`,
  ].join('; ');
}

/**
 * Gives each page a policy with a nonce of its own, which the framework reads from the request and
 * puts on its scripts. It guards nothing: who may see what is decided where data is read.
 */
export function proxy(request: NextRequest): NextResponse {
  const policy = pagePolicy(randomBytes(16).toString('base64'), isDevelopment());
  const headers = new Headers(request.headers);
  headers.set('content-security-policy', policy);
  const response = NextResponse.next({ request: { headers } });
  response.headers.set('content-security-policy', policy);
  response.headers.set('reporting-endpoints', `${REPORTS}="${REPORTS_PATH}"`);
  return response;
}

/** Everything but files and the API, whose answers are no pages and must not wait for this. */
export const config = {
  matcher: [
    '/((?!_next/static/|_next/image|icon.svg|health$|api/(?:trpc|auth|admin|audit|csp-reports|cron|health|metrics|ready)(?:/|$)).*)',
  ],
};
