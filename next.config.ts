import type { NextConfig } from 'next';
import { lookupsOf } from './lib/mastra/checks/lookups';

/** For every answer, static files too; the content security policy and HSTS depend on the request and come from proxy.ts. */
const securityHeaders = [
  { key: 'X-Content-Type-Options', value: 'nosniff' },
  { key: 'X-Frame-Options', value: 'DENY' },
  { key: 'Referrer-Policy', value: 'same-origin' },
  { key: 'Cross-Origin-Opener-Policy', value: 'same-origin' },
  { key: 'Cross-Origin-Resource-Policy', value: 'same-origin' },
  {
    key: 'Permissions-Policy',
    value:
      'accelerometer=(), browsing-topics=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), microphone=(), midi=(), payment=(), usb=()',
  },
];

/** A link's URL is a credential, so it must not reach other sites, search indexes, caches or logs. */
const linkHeaders = [
  { key: 'Referrer-Policy', value: 'no-referrer' },
  { key: 'X-Robots-Tag', value: 'noindex, nofollow' },
  { key: 'Cache-Control', value: 'no-store' },
];

/** The exporters contain Node code that cannot be bundled reliably; loaded only if an endpoint is configured. */
const openTelemetry = [
  'context-async-hooks',
  'core',
  'exporter-metrics-otlp-http',
  'exporter-trace-otlp-http',
  'resources',
  'sdk-metrics',
  'sdk-trace',
].map((name) => `@opentelemetry/${name}`);

const config: NextConfig = {
  // A folder with its own server and just the files it needs, for images (Dockerfile) and machines without npm.
  ...(process.env.STANDALONE === 'true' ? { output: 'standalone' as const } : {}),
  typescript: { ignoreBuildErrors: process.env.SKIP_TYPE_CHECK === 'true' },
  // What workflows look up on the Mastra instance, for the check at boot: a server need not have the sources.
  env: { WORKFLOW_LOOKUPS: JSON.stringify(lookupsOf(import.meta.dirname)) },
  reactStrictMode: true,
  poweredByHeader: false,
  typedRoutes: true,
  agentRules: false,
  devIndicators: { position: 'bottom-right' },
  experimental: { authInterrupts: true },
  // Loaded by Node itself, so that the engine's classes exist once, and because native code cannot be bundled.
  serverExternalPackages: [
    '@mastra/core',
    '@mastra/libsql',
    '@mastra/pg',
    '@mastra/upstash',
    '@mastra/observability',
    ...openTelemetry,
    '@react-email/components',
    'nodemailer',
    '@libsql/client',
    'libsql',
    'pg',
    '@upstash/redis',
    'pino',
    'pino-pretty',
    'prom-client',
  ],
  // File tracing does not see what is read from disk at run time: migrations, and the threads that serve database files.
  outputFileTracingIncludes: { '/*': ['./db/migrations/**/*', './db/file/*.mjs'] },
  headers: async () => [
    { source: '/:path*', headers: securityHeaders },
    { source: '/links/:path*', headers: linkHeaders },
  ],
  logging: { incomingRequests: { ignore: [/^\/links\//] } },
};

export default config;
