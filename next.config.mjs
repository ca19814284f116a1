// @ts-check
import createNextIntlPlugin from 'next-intl/plugin';

const headers = [
  { key: 'X-Content-Type-Options', value: 'nosniff' },
  { key: 'Referrer-Policy', value: 'same-origin' },
  {
    key: 'Content-Security-Policy',
    value: "frame-ancestors 'none'; base-uri 'self'; form-action 'self'; object-src 'none'",
  },
  {
    key: 'Permissions-Policy',
    value: 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
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
  serverExternalPackages: ['drizzle-orm', 'nodemailer', 'rate-limiter-flexible'],
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

export default withIntl(config);
