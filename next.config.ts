import type { NextConfig } from 'next';

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

/** What stands in the address of a link is a right: it goes to no other site, into no index, no cache and no log. */
const linkHeaders = [
  { key: 'Referrer-Policy', value: 'no-referrer' },
  { key: 'X-Robots-Tag', value: 'noindex, nofollow' },
  { key: 'Cache-Control', value: 'no-store' },
];

/** The exporters bring code for Node that a bundler would have to guess at; loaded only when an endpoint is configured. */
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
  // A folder with a server of its own and only the files it needs, for images (Dockerfile) and machines without npm.
  ...(process.env.STANDALONE === 'true' ? { output: 'standalone' as const } : {}),
  typescript: { ignoreBuildErrors: process.env.SKIP_TYPE_CHECK === 'true' },
  reactStrictMode: true,
  poweredByHeader: false,
  typedRoutes: true,
  agentRules: false,
  devIndicators: { position: 'bottom-right' },
  experimental: { authInterrupts: true },
  // Loaded by Node itself: one class identity for the engine, and native code that no bundler can carry.
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
  // Read from the disk at run time, where tracing does not see them: migrations are applied at boot.
  outputFileTracingIncludes: { '/*': ['./db/migrations/**/*'] },
  headers: async () => [
    { source: '/:path*', headers: securityHeaders },
    { source: '/links/:path*', headers: linkHeaders },
  ],
  logging: { incomingRequests: { ignore: [/^\/links\//] } },
};

export default config;
