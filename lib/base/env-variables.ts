import { z } from 'zod';
import {
  baseUrl,
  duration,
  flag,
  header,
  httpUrl,
  libsqlUrl,
  mailbox,
  origin,
  parseLinkSecrets,
  postgresUrl,
  secret,
  smtpUrl,
  timeZone,
  token,
  undoWindow,
  wait,
  whole,
} from './env-fields';
import { parseImageHosts } from './image-hosts';
import { logLevels } from './log-levels';
import { defaultStaleAfterMs } from './stale-after';
import { parseNetworks } from './networks';

/** Every environment variable we read, and what it must be. */
export const variables = z.object({
  NODE_ENV: z.enum(['development', 'production', 'test']).default('development'),
  DATA_DIR: z.string().min(1).default('.data'),
  DATABASE_URL: libsqlUrl.optional(),
  DATABASE_AUTH_TOKEN: token.optional(),
  TURSO_DATABASE_URL: libsqlUrl.optional(),
  TURSO_AUTH_TOKEN: token.optional(),
  WORKFLOW_STORE: z.enum(['libsql', 'postgres', 'upstash', 'memory']).default('libsql'),
  WORKFLOW_DATABASE_URL: libsqlUrl.optional(),
  WORKFLOW_DATABASE_AUTH_TOKEN: token.optional(),
  POSTGRES_URL: postgresUrl.optional(),
  POSTGRES_SCHEMA: z
    .string()
    .regex(/^[a-z_][a-z0-9_]{0,62}$/, 'must be a simple lower-case name')
    .refine((name) => !name.startsWith('pg_'), 'must not begin with pg_, which Postgres keeps for itself')
    .default('countersign'),
  UPSTASH_REDIS_REST_URL: httpUrl.optional(),
  UPSTASH_REDIS_REST_TOKEN: token.optional(),
  AUTH_SECRET: secret.optional(),
  CRON_SECRET: secret.pipe(header).optional(),
  STALE_AFTER: duration.default(defaultStaleAfterMs),
  AUDIT_SECRET: secret.optional(),
  AUDIT_OLD_SECRETS: z
    .string()
    .transform((list) => list.split(',').map((one) => one.trim()))
    .pipe(z.array(secret))
    .optional(),
  LINK_SECRETS: z.string().transform(parseLinkSecrets).optional(),
  SLACK_BOT_TOKEN: token.startsWith('xoxb-', 'must be a bot token, which begins with xoxb-').optional(),
  SLACK_SIGNING_SECRET: token.min(16, 'must have at least 16 characters').optional(),
  SLACK_API_URL: baseUrl.default('https://slack.com/api/'),
  SLACK_ALERT_WEBHOOK_URL: httpUrl.optional(),
  SMTP_URL: smtpUrl.optional(),
  MAIL_FROM: mailbox.optional(),
  DIGEST_HOUR: whole(0, 23).default(7),
  DIGEST_TIME_ZONE: timeZone.default('UTC'),
  APP_URL: origin.optional(),
  PORT: whole(1, 65_535).default(3000),
  SEED_DEMO: flag.default(false),
  API_RATE_LIMIT_READS: whole(1).default(600),
  API_RATE_LIMIT_WRITES: whole(1).default(300),
  INPUT_MAX_BYTES: whole(1024, 1024 * 1024).default(1024 * 1024),
  SNAPSHOT_WARN_BYTES: whole(1024).default(256 * 1024),
  SNAPSHOT_MAX_BYTES: whole(1024).default(4 * 1024 * 1024),
  RETAIN_SNAPSHOTS: duration
    .refine((ms) => ms >= 3_600_000, 'must be an hour or more, such as 90d')
    .optional(),
  RETAIN_EXPORT_DIR: z.string().min(1).optional(),
  DATA_IMPORT_URL: httpUrl.optional(),
  IMAGE_HOSTS: z
    .string()
    .refine(
      (text) => parseImageHosts(text).wrong.length === 0,
      'must be https origins such as https://img.example.com, with spaces between',
    )
    .optional(),
  WEBHOOK_ALLOW_PRIVATE: z
    .string()
    .default('')
    .refine(
      (text) => parseNetworks(text).wrong.length === 0,
      'must be addresses or networks such as 10.0.0.0/8, with commas between',
    ),
  WEBHOOK_OFF_AFTER: duration.default(5 * 86_400_000),
  OPENAI_API_KEY: z.string().optional(),
  UNDO_WINDOW: undoWindow.default(8_000),
  SHUTDOWN_DELAY: wait.default(0),
  SHUTDOWN_GRACE: wait.default(20_000),
  TRUSTED_PROXIES: whole(1, 10).default(1),
  OTEL_EXPORTER_OTLP_ENDPOINT: httpUrl.optional(),
  METRICS_TOKEN: header.min(16, 'must have at least 16 characters').optional(),
  LOG_LEVEL: z.enum(logLevels).default('info'),
  VERCEL: z.string().optional(),
});

export type Variables = z.infer<typeof variables>;
