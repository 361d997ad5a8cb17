import path from 'node:path';
import { z } from 'zod';
import type { LibsqlSource } from '@/db/client';
import { parseImageHosts } from './image-hosts';
import { developmentSecret } from './development-secrets';
import { defaultStaleAfterMs } from './recovery/stale-after';
import { logLevels } from './log-levels';
import { parseNetworks, type Networks } from './webhooks/networks';
import { parseDuration } from './policies/duration';

const bytes = z.coerce.number().int().min(1024, 'must be at least 1024 bytes');
const perMinute = z.coerce.number().int().min(1, 'must be a number of requests a minute');
const flag = z.enum(['true', 'false']).transform((value) => value === 'true');
const secret = z.string().min(32, 'must have at least 32 characters (make one with: openssl rand -base64 32)');
const duration = z.string().transform((text, check) => {
  const ms = parseDuration(text);
  if (ms === undefined) check.addIssue('must be a time such as 20s, 1m or 7d');
  return ms ?? z.NEVER;
});
/** `name:secret`, separated by commas; names are what tokens say they were signed with. */
function parseLinkSecrets(text: string, check: z.RefinementCtx<string>): LinkSecret[] {
  const parts = text.split(',').map((one) => /^([a-z0-9._-]{1,40}):(\S{32,})$/i.exec(one.trim()));
  if (parts.some((part) => part === null)) check.addIssue('must be name:secret with at least 32 characters in each secret, several separated by commas');
  const secrets = parts.flatMap((part) => (part ? [{ name: part[1]!, secret: part[2]! }] : []));
  if (new Set(secrets.map(({ name }) => name)).size < secrets.length) check.addIssue('must give each secret another name');
  return secrets;
}
/** Secrets stay out of URLs, which are shown when something is wrong with them. */
const libsqlUrl = z.string().superRefine((text, check) => {
  if (!/^(file:|libsql:|https?:)/.test(text)) return check.addIssue('must start with file:, libsql:, https: or http:');
  if (text.startsWith('file:')) return;
  if (!URL.canParse(text)) return check.addIssue('is not a URL, such as libsql://desk-example.turso.io');
  const { username, password, search } = new URL(text);
  if (username || password || search) check.addIssue('must be the address alone; the token goes into the variable for it');
});
const postgresUrl = z.string().superRefine((text, check) => {
  if (!/^postgres(ql)?:\/\//.test(text)) return check.addIssue('must start with postgres: or postgresql:');
  if (!URL.canParse(text)) check.addIssue('is not a URL; special characters of the password are written as %23 for # and so on');
});
/** Where its methods are found below, with a slash at the end. */
const slackApiUrl = z
  .url({ protocol: /^https?$/, error: 'must be an http or https URL' })
  .transform((text) => text.replace(/\/*$/, '/'));
const token = z.string().trim().regex(/^[\x21-\x7e]*$/, 'must be one word, without spaces and line breaks');

function isTimeZone(timeZone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone }).format();
    return true;
  } catch {
    return false;
  }
}

const variables = z.object({
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
  POSTGRES_SCHEMA: z.string().regex(/^[a-z_][a-z0-9_]{0,62}$/, 'must be a simple lower-case name').default('countersign'),
  UPSTASH_REDIS_REST_URL: z.url({ protocol: /^https?$/, error: 'must be an http or https URL' }).optional(),
  UPSTASH_REDIS_REST_TOKEN: token.optional(),
  AUTH_SECRET: secret.optional(),
  CRON_SECRET: secret.optional(),
  STALE_AFTER: duration.default(defaultStaleAfterMs),
  AUDIT_SECRET: secret.optional(),
  AUDIT_OLD_SECRETS: z.string().transform((list) => list.split(',').map((one) => one.trim())).pipe(z.array(secret)).optional(),
  LINK_SECRETS: z.string().transform(parseLinkSecrets).optional(),
  SLACK_BOT_TOKEN: token.startsWith('xoxb-', 'must be a bot token, which begins with xoxb-').optional(),
  SLACK_SIGNING_SECRET: token.min(16, 'must have at least 16 characters').optional(),
  SLACK_API_URL: slackApiUrl.default('https://slack.com/api/'),
  SLACK_ALERT_WEBHOOK_URL: z.url({ protocol: /^https?$/, error: 'must be an http or https URL' }).optional(),
  SMTP_URL: z.string().refine((text) => /^smtps?:$/.test(URL.parse(text)?.protocol ?? ''), 'must be an smtp: or smtps: URL, such as smtp://user:password@mail.example.com:587').optional(),
  MAIL_FROM: z.string().regex(/^[^\r\n]*@[^\r\n]*$/, 'must be a mail address, such as Countersign <desk@example.com>').optional(),
  DIGEST_HOUR: z.coerce.number().int().min(0).max(23).default(7),
  DIGEST_TIME_ZONE: z.string().refine(isTimeZone, 'must be a time zone of the IANA database, such as Europe/Madrid').default('UTC'),
  APP_URL: z.url({ protocol: /^https?$/, error: 'must be an http or https URL' }).optional(),
  PORT: z.coerce.number().int().min(1).max(65535).default(3000),
  SEED_DEMO: flag.default(false),
  API_RATE_LIMIT_READS: perMinute.default(600),
  API_RATE_LIMIT_WRITES: perMinute.default(300),
  INPUT_MAX_BYTES: bytes.default(1024 * 1024),
  SNAPSHOT_WARN_BYTES: bytes.default(256 * 1024),
  SNAPSHOT_MAX_BYTES: bytes.default(4 * 1024 * 1024),
  RETAIN_SNAPSHOTS: duration.refine((ms) => ms >= 3_600_000, 'must be an hour or more, such as 90d').optional(),
  RETAIN_EXPORT_DIR: z.string().min(1).optional(),
  DATA_IMPORT_URL: z.url({ protocol: /^https?$/, error: 'must be an http or https URL' }).optional(),
  IMAGE_HOSTS: z
    .string()
    .refine((text) => parseImageHosts(text).wrong.length === 0, 'must be https origins such as https://img.example.com, with spaces between')
    .optional(),
  WEBHOOK_ALLOW_PRIVATE: z
    .string()
    .default('')
    .refine((text) => parseNetworks(text).wrong.length === 0, 'must be addresses or networks such as 10.0.0.0/8, with commas between'),
  WEBHOOK_OFF_AFTER: duration.default(5 * 86_400_000),
  OPENAI_API_KEY: z.string().optional(),
  SHUTDOWN_DELAY: duration.default(0),
  SHUTDOWN_GRACE: duration.default(20_000),
  TRUSTED_PROXIES: z.coerce.number().int().min(1).max(10).default(1),
  OTEL_EXPORTER_OTLP_ENDPOINT: z.url({ protocol: /^https?$/, error: 'must be an http or https URL' }).optional(),
  METRICS_TOKEN: z.string().min(16, 'must have at least 16 characters').optional(),
  LOG_LEVEL: z.enum(logLevels).default('info'),
  VERCEL: z.string().optional(),
});

/** Where Mastra's snapshots are kept. */
export type WorkflowStoreConfig =
  | ({ kind: 'libsql'; authToken: string | undefined } & LibsqlSource)
  | { kind: 'postgres'; url: string; schema: string }
  | { kind: 'upstash'; url: string; token: string }
  | { kind: 'memory' };

/** How mail leaves: by a server, into a folder (development and demos), or not at all. */
export type MailConfig = { kind: 'smtp'; url: string; from: string } | { kind: 'folder'; dir: string; from: string } | { kind: 'none' };

/** A secret that links are signed with, and the name under which tokens refer to it. */
export type LinkSecret = { name: string; secret: string };

/** A Slack app: what it calls with, what calls from Slack are signed with, and where its methods are. */
export type SlackConfig = { botToken: string; signingSecret: string; apiUrl: string };

export type Env = {
  production: boolean;
  dataDir: string;
  database: LibsqlSource & { authToken: string | undefined };
  workflowStore: WorkflowStoreConfig;
  authSecret: string;
  /** What a scheduler must send to have `/api/cron/recover` sweep. */
  cronSecret: string;
  /** After how many milliseconds a task without a due time is stale. */
  staleAfterMs: number;
  /** What the audit log is sealed with now, and was before. */
  auditSecrets: { current: string; old: string[] };
  /** What links are signed with: the first signs, all of them verify. */
  linkSecrets: LinkSecret[];
  /** Null: people are not asked in Slack. */
  slack: SlackConfig | null;
  /** An incoming webhook that operators are told by; null: none. */
  slackAlertUrl: string | null;
  mail: MailConfig;
  /** The hour (UTC) from which on the daily digest is sent. */
  digestHour: number;
  /** Where it is that hour. */
  digestTimeZone: string;
  /** Where people reach the app, without a trailing slash. */
  appUrl: string;
  seedDemo: boolean;
  /** What the example workflow data-import waits for; default: this desk's own health check. */
  dataImportUrl: string;
  /** Whether the example refund-assistant thinks with a real model; else it follows a script. */
  realModel: boolean;
  limits: {
    /** A request with more is refused. */
    inputBytes: number;
    /** Beyond it operators are told once. */
    warnBytes: number;
    /** Beyond it they are told again, as of a fault; the run goes on. */
    maxBytes: number;
  };
  /** How many requests of the API one key, or one person, makes in a minute. */
  apiLimits: { reads: number; writes: number };
  /** How many proxies of our own a request passes; addresses that were written before theirs are not believed. */
  trustedProxies: number;
  /** What a collector of metrics must show; without it there are none to be had. */
  metricsToken: string | undefined;
  /** Whether a platform runs instances of this app for single requests. */
  serverless: boolean;
  /** How long a server that is asked to stop goes on before, only not ready, in milliseconds. */
  shutdownDelayMs: number;
  /** How long a server that is asked to stop lets its work come to an end, in milliseconds. */
  shutdownGraceMs: number;
  /** How long snapshots of finished runs are kept, in milliseconds; null: for good. With a folder they are exported first. */
  retain: { snapshotsMs: number | null; exportDir: string | null };
  /** Private networks that webhooks may reach, and after how many milliseconds of failure an endpoint is switched off. */
  webhooks: { allow: Networks; offAfterMs: number };
};

/** Thrown at boot; its message lists every bad variable, one a line. */
export class EnvError extends Error {}

const isLocalhost = (appUrl: string) => ['localhost', '127.0.0.1', '[::1]'].includes(new URL(appUrl).hostname);

/** What a production start must not lack or do: reasons, one for each. */
function productionFaults(vars: z.infer<typeof variables>): string[] {
  const faults: string[] = [];
  const database = vars.DATABASE_URL ?? vars.TURSO_DATABASE_URL;
  if (!vars.AUTH_SECRET) faults.push('AUTH_SECRET: is needed in production (make one with: openssl rand -base64 32)');
  if (!vars.CRON_SECRET) faults.push('CRON_SECRET: is needed in production (make one with: openssl rand -base64 32)');
  if (!vars.APP_URL) faults.push('APP_URL: is needed in production, such as https://desk.example.com');
  if (vars.WORKFLOW_STORE === 'memory') faults.push('WORKFLOW_STORE: memory would lose every waiting run at the next restart; use libsql, postgres or upstash');
  if (vars.VERCEL && (!database || database.startsWith('file:')))
    faults.push('DATABASE_URL: a serverless disk does not last; give the URL of a Turso database');
  if (vars.VERCEL && vars.WORKFLOW_DATABASE_URL?.startsWith('file:'))
    faults.push('WORKFLOW_DATABASE_URL: a serverless disk does not last; give the URL of a Turso database');
  if (vars.VERCEL && vars.RETAIN_EXPORT_DIR) faults.push('RETAIN_EXPORT_DIR: a serverless disk does not last; export with npm run export-runs instead');
  return faults;
}

/**
 * Reads the configuration from environment variables, all at once.
 * @throws EnvError naming every variable that is missing or wrong, and why.
 */
export function parseEnv(source: NodeJS.ProcessEnv): Env {
  const present = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== ''));
  const parsed = variables.safeParse(present);
  if (!parsed.success) {
    throw new EnvError(parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('\n'));
  }
  const vars = parsed.data;
  const production = vars.NODE_ENV === 'production';
  const appUrl = (vars.APP_URL ?? `http://localhost:${vars.PORT}`).replace(/\/$/, '');
  const mailFaults = vars.SMTP_URL && !vars.MAIL_FROM ? ['MAIL_FROM: is needed with SMTP_URL, such as Countersign <desk@example.com>'] : [];
  const faults = [...mailFaults, ...slackFaults(vars), ...workflowStoreFaults(vars), ...(production ? productionFaults(vars) : [])];
  if (production && vars.SEED_DEMO && !isLocalhost(appUrl)) {
    faults.push('SEED_DEMO: demo people have a public password, so they are only made when APP_URL is on localhost');
  }
  if (faults.length > 0) throw new EnvError(faults.join('\n'));
  return settle(vars, production, appUrl);
}

/** The app can neither be used with half of it, nor be believed. */
function slackFaults({ SLACK_BOT_TOKEN, SLACK_SIGNING_SECRET }: z.infer<typeof variables>): string[] {
  if ((SLACK_BOT_TOKEN === undefined) === (SLACK_SIGNING_SECRET === undefined)) return [];
  return SLACK_BOT_TOKEN === undefined ? ['SLACK_BOT_TOKEN: is needed with SLACK_SIGNING_SECRET'] : ['SLACK_SIGNING_SECRET: is needed with SLACK_BOT_TOKEN'];
}

/** What the chosen snapshot store needs and does not have. */
function workflowStoreFaults(vars: z.infer<typeof variables>): string[] {
  const needed = { postgres: ['POSTGRES_URL'], upstash: ['UPSTASH_REDIS_REST_URL', 'UPSTASH_REDIS_REST_TOKEN'], libsql: [], memory: [] } as const;
  return needed[vars.WORKFLOW_STORE].filter((name) => !vars[name]).map((name) => `${name}: is needed with WORKFLOW_STORE=${vars.WORKFLOW_STORE}`);
}

function workflowStoreOf(vars: z.infer<typeof variables>, libsql: WorkflowStoreConfig): WorkflowStoreConfig {
  switch (vars.WORKFLOW_STORE) {
    case 'libsql':
      return libsql;
    case 'postgres':
      return { kind: 'postgres', url: vars.POSTGRES_URL ?? '', schema: vars.POSTGRES_SCHEMA };
    case 'upstash':
      return { kind: 'upstash', url: vars.UPSTASH_REDIS_REST_URL ?? '', token: vars.UPSTASH_REDIS_REST_TOKEN ?? '' };
    case 'memory':
      return { kind: 'memory' };
  }
}

/** The variables that the app database was, or would be, set by. */
const databaseVariables = (vars: z.infer<typeof variables>) => {
  const turso = vars.TURSO_DATABASE_URL !== undefined && vars.DATABASE_URL === undefined;
  const tursoToken = vars.DATABASE_AUTH_TOKEN === undefined && (turso || vars.TURSO_AUTH_TOKEN !== undefined);
  return { url: turso ? 'TURSO_DATABASE_URL' : 'DATABASE_URL', token: tursoToken ? 'TURSO_AUTH_TOKEN' : 'DATABASE_AUTH_TOKEN' };
};

function mailOf(vars: z.infer<typeof variables>, dataDir: string): MailConfig {
  const from = vars.MAIL_FROM ?? 'Countersign <countersign@localhost>';
  if (vars.SMTP_URL) return { kind: 'smtp', url: vars.SMTP_URL, from };
  return vars.NODE_ENV === 'development' || vars.SEED_DEMO ? { kind: 'folder', dir: path.join(dataDir, 'mail'), from } : { kind: 'none' };
}

function settle(vars: z.infer<typeof variables>, production: boolean, appUrl: string): Env {
  const dataDir = path.resolve(vars.DATA_DIR);
  const file = (name: string) => `file:${path.join(dataDir, name)}`;
  const database = vars.DATABASE_URL ?? vars.TURSO_DATABASE_URL ?? file('app.db');
  const databaseToken = vars.DATABASE_AUTH_TOKEN ?? vars.TURSO_AUTH_TOKEN;
  const authSecret = vars.AUTH_SECRET ?? developmentSecret(dataDir, 'auth-secret');
  const shared = !vars.WORKFLOW_DATABASE_URL && !database.startsWith('file:');
  return {
    production,
    dataDir,
    database: { url: database, authToken: databaseToken, variables: databaseVariables(vars) },
    workflowStore: workflowStoreOf(vars, {
      kind: 'libsql',
      url: vars.WORKFLOW_DATABASE_URL ?? (shared ? database : file('workflows.db')),
      authToken: shared ? databaseToken : vars.WORKFLOW_DATABASE_AUTH_TOKEN,
      variables: shared ? databaseVariables(vars) : { url: 'WORKFLOW_DATABASE_URL', token: 'WORKFLOW_DATABASE_AUTH_TOKEN' },
    }),
    authSecret,
    // Made when it is first asked for: commands that only read must leave no file.
    get cronSecret() {
      return vars.CRON_SECRET ?? developmentSecret(dataDir, 'cron-secret');
    },
    staleAfterMs: vars.STALE_AFTER,
    auditSecrets: { current: vars.AUDIT_SECRET ?? authSecret, old: vars.AUDIT_OLD_SECRETS ?? [] },
    linkSecrets: vars.LINK_SECRETS ?? [{ name: 'auth', secret: `links:${authSecret}` }],
    slack: vars.SLACK_BOT_TOKEN && vars.SLACK_SIGNING_SECRET ? { botToken: vars.SLACK_BOT_TOKEN, signingSecret: vars.SLACK_SIGNING_SECRET, apiUrl: vars.SLACK_API_URL } : null,
    slackAlertUrl: vars.SLACK_ALERT_WEBHOOK_URL ?? null,
    mail: mailOf(vars, dataDir),
    digestHour: vars.DIGEST_HOUR,
    digestTimeZone: vars.DIGEST_TIME_ZONE,
    appUrl,
    seedDemo: vars.SEED_DEMO || vars.NODE_ENV === 'development',
    dataImportUrl: vars.DATA_IMPORT_URL ?? `${appUrl}/api/health`,
    realModel: vars.OPENAI_API_KEY !== undefined,
    limits: { inputBytes: vars.INPUT_MAX_BYTES, warnBytes: vars.SNAPSHOT_WARN_BYTES, maxBytes: vars.SNAPSHOT_MAX_BYTES },
    apiLimits: { reads: vars.API_RATE_LIMIT_READS, writes: vars.API_RATE_LIMIT_WRITES },
    trustedProxies: vars.TRUSTED_PROXIES,
    metricsToken: vars.METRICS_TOKEN,
    serverless: vars.VERCEL !== undefined,
    shutdownDelayMs: vars.SHUTDOWN_DELAY,
    shutdownGraceMs: vars.SHUTDOWN_GRACE,
    retain: { snapshotsMs: vars.RETAIN_SNAPSHOTS ?? null, exportDir: vars.RETAIN_EXPORT_DIR ?? null },
    webhooks: { allow: parseNetworks(vars.WEBHOOK_ALLOW_PRIVATE).networks, offAfterMs: vars.WEBHOOK_OFF_AFTER },
  };
}

const holder = globalThis as typeof globalThis & { countersignEnv?: Env };

/** The configuration of this process, parsed once. Call it at run time, never while a module loads: a build has no secrets. */
export function env(): Env {
  return (holder.countersignEnv ??= parseEnv(process.env));
}
