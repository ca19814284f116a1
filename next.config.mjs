// @ts-check
import { PHASE_DEVELOPMENT_SERVER } from 'next/constants.js';
import createNextIntlPlugin from 'next-intl/plugin';

/** On every answer; what only pages need is in proxy.ts, what depends on the installation elsewhere. */
const headers = [
  { key: 'X-Content-Type-Options', value: 'nosniff' },
  { key: 'Referrer-Policy', value: 'same-origin' },
  // For what is no page: nothing of it is ever run or shown in a frame. Pages get their own.
  {
    key: 'Content-Security-Policy',
    value: "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  },
  { key: 'Cross-Origin-Opener-Policy', value: 'same-origin' },
  { key: 'Cross-Origin-Resource-Policy', value: 'same-origin' },
  {
    key: 'Permissions-Policy',
    value:
      'accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), ' +
      'magnetometer=(), microphone=(), midi=(), payment=(), usb=()',
  },
];

/** @type {import('next').NextConfig} */
const config = {
  typedRoutes: true,
  poweredByHeader: false,
  turbopack: { root: import.meta.dirname },
  outputFileTracingRoot: import.meta.dirname,
  // Migrations are read at the start, which tracing cannot see.
  outputFileTracingIncludes: { '/**/*': ['./drizzle/**/*'] },
  // The limiter imports drizzle-orm by a name that a bundler cannot follow.
  serverExternalPackages: ['drizzle-orm', 'nodemailer', 'prom-client', 'rate-limiter-flexible'],
  headers: async () => [{ source: '/:path*', headers }],
  // Keep the build tool from writing files of its own into the checkout and from asking questions.
  agentRules: false,
  experimental: { agentUpgrade: false },
};

// Messages are compiled in the build, so that the browser needs no parser for them.
const withIntl = createNextIntlPlugin({
  requestConfig: './components/i18n/request.ts',
  experimental: {
    messages: {
      path: './components/i18n/messages',
      format: 'json',
      locales: 'infer',
      precompile: true,
    },
  },
});

/**
 * Routes named `*.dev.ts` are there in development only: a build knows nothing of them.
 * @param {string} phase
 */
export default function nextConfig(phase) {
  const development = phase === PHASE_DEVELOPMENT_SERVER ? ['dev.ts'] : [];
  return withIntl({ ...config, pageExtensions: ['tsx', 'ts', ...development] });
}
