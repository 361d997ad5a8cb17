import { z } from 'zod';
import { parseImageHosts } from './image-hosts';
import { logLevels } from './log-levels';
import { parseDuration } from './policies/duration';
import { defaultStaleAfterMs } from './recovery/stale-after';
import { parseNetworks } from './webhooks/networks';

/** A secret that links are signed with, and the name under which tokens refer to it. */
export type LinkSecret = { name: string; secret: string };

const bytes = z.coerce.number().int().min(1024, 'must be at least 1024 bytes');
const perMinute = z.coerce.number().int().min(1, 'must be a number of requests a minute');
const flag = z.enum(['true', 'false']).transform((value) => value === 'true');
const secret = z
  .string()
  .min(32, 'must have at least 32 characters (make one with: openssl rand -base64 32)');
const duration = z.string().transform((text, check) => {
  const ms = parseDuration(text);
  if (ms === undefined) check.addIssue('must be a time such as 20s, 1m or 7d');
  return ms ?? z.NEVER;
});
/** `name:secret`, separated by commas; names are what tokens say they were signed with. */
function parseLinkSecrets(text: string, check: z.RefinementCtx<string>): LinkSecret[] {
  const parts = text.split(',').map((one) => /^([a-z0-9._-]{1,40}):(\S{32,})$/i.exec(one.trim()));
  if (parts.some((part) => part === null))
    check.addIssue(
      'must be name:secret with at least 32 characters in each secret, several separated by commas',
    );
  const secrets = parts.flatMap((part) => (part ? [{ name: part[1]!, secret: part[2]! }] : []));
  if (new Set(secrets.map(({ name }) => name)).size < secrets.length)
    check.addIssue('must give each secret another name');
  return secrets;
}
/** Secrets stay out of URLs, which are shown when something is wrong with them. */
const libsqlUrl = z.string().superRefine((text, check) => {
  if (!/^(file:|libsql:|https?:)/.test(text))
    return check.addIssue('must start with file:, libsql:, https: or http:');
  if (text.startsWith('file:')) return;
  if (!URL.canParse(text)) return check.addIssue('is not a URL, such as libsql://desk-example.turso.io');
  const { username, password, search } = new URL(text);
  if (username || password || search)
    check.addIssue('must be the address alone; the token goes into the variable for it');
});
const postgresUrl = z.string().superRefine((text, check) => {
  if (!/^postgres(ql)?:\/\//.test(text)) return check.addIssue('must start with postgres: or postgresql:');
  if (!URL.canParse(text))
    check.addIssue('is not a URL; special characters of the password are written as %23 for # and so on');
});
/** Where its methods are found below, with a slash at the end. */
const slackApiUrl = z
  .url({ protocol: /^https?$/, error: 'must be an http or https URL' })
  .transform((text) => text.replace(/\/*$/, '/'));
const token = z
  .string()
  .trim()
  .regex(/^[\x21-\x7e]*$/, 'must be one word, without spaces and line breaks');

function isTimeZone(timeZone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone }).format();
    return true;
  } catch {
    return false;
  }
}

/** Every variable of the environment that is read, and what it must be. */
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
    .default('countersign'),
  UPSTASH_REDIS_REST_URL: z.url({ protocol: /^https?$/, error: 'must be an http or https URL' }).optional(),
  UPSTASH_REDIS_REST_TOKEN: token.optional(),
  AUTH_SECRET: secret.optional(),
  CRON_SECRET: secret.optional(),
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
  SLACK_API_URL: slackApiUrl.default('https://slack.com/api/'),
  SLACK_ALERT_WEBHOOK_URL: z.url({ protocol: /^https?$/, error: 'must be an http or https URL' }).optional(),
  SMTP_URL: z
    .string()
    .refine(
      (text) => /^smtps?:$/.test(URL.parse(text)?.protocol ?? ''),
      'must be an smtp: or smtps: URL, such as smtp://user:password@mail.example.com:587',
    )
    .optional(),
  MAIL_FROM: z
    .string()
    .regex(/^[^\r\n]*@[^\r\n]*$/, 'must be a mail address, such as Countersign <desk@example.com>')
    .optional(),
  DIGEST_HOUR: z.coerce.number().int().min(0).max(23).default(7),
  DIGEST_TIME_ZONE: z
    .string()
    .refine(isTimeZone, 'must be a time zone of the IANA database, such as Europe/Madrid')
    .default('UTC'),
  APP_URL: z.url({ protocol: /^https?$/, error: 'must be an http or https URL' }).optional(),
  PORT: z.coerce.number().int().min(1).max(65535).default(3000),
  SEED_DEMO: flag.default(false),
  API_RATE_LIMIT_READS: perMinute.default(600),
  API_RATE_LIMIT_WRITES: perMinute.default(300),
  INPUT_MAX_BYTES: bytes.default(1024 * 1024),
  SNAPSHOT_WARN_BYTES: bytes.default(256 * 1024),
  SNAPSHOT_MAX_BYTES: bytes.default(4 * 1024 * 1024),
  RETAIN_SNAPSHOTS: duration
    .refine((ms) => ms >= 3_600_000, 'must be an hour or more, such as 90d')
    .optional(),
  RETAIN_EXPORT_DIR: z.string().min(1).optional(),
  DATA_IMPORT_URL: z.url({ protocol: /^https?$/, error: 'must be an http or https URL' }).optional(),
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
  SHUTDOWN_DELAY: duration.default(0),
  SHUTDOWN_GRACE: duration.default(20_000),
  TRUSTED_PROXIES: z.coerce.number().int().min(1).max(10).default(1),
  OTEL_EXPORTER_OTLP_ENDPOINT: z
    .url({ protocol: /^https?$/, error: 'must be an http or https URL' })
    .optional(),
  METRICS_TOKEN: z.string().min(16, 'must have at least 16 characters').optional(),
  LOG_LEVEL: z.enum(logLevels).default('info'),
  VERCEL: z.string().optional(),
});

export type Variables = z.infer<typeof variables>;
