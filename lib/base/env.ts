import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { LibsqlSource } from '@/db/client';
import { developmentSecret } from './development-secrets';
import type { LinkSecret } from './env-fields';
import { variables, type Variables } from './env-variables';
import { parseNetworks, type Networks } from './networks';

export type { LinkSecret };

/** Where Mastra's snapshots are kept. */
export type WorkflowStoreConfig =
  | ({ kind: 'libsql'; authToken: string | undefined } & LibsqlSource)
  | { kind: 'postgres'; url: string; schema: string }
  | { kind: 'upstash'; url: string; token: string }
  | { kind: 'memory' };

/** How mail is sent: through a server, into a folder (development and demos), or not at all. */
export type MailConfig =
  | { kind: 'smtp'; url: string; from: string }
  | { kind: 'folder'; dir: string; from: string }
  | { kind: 'none' };

/** A Slack app: the token for our calls, the secret that signs Slack's, and the URL of its methods. */
export type SlackConfig = { botToken: string; signingSecret: string; apiUrl: string };

export type Env = {
  production: boolean;
  dataDir: string;
  database: LibsqlSource & { authToken: string | undefined };
  workflowStore: WorkflowStoreConfig;
  authSecret: string;
  /** The secret a scheduler sends to `/api/cron/recover`. */
  cronSecret: string;
  /** After how many milliseconds a task without a due time counts as stale. */
  staleAfterMs: number;
  /** The secret that seals the audit log, and earlier ones. */
  auditSecrets: { current: string; old: string[] };
  /** Secrets for links: the first signs, all verify. */
  linkSecrets: LinkSecret[];
  /** Null: Slack is not used to ask people. */
  slack: SlackConfig | null;
  /** The incoming Slack webhook for operators' alerts; null: none. */
  slackAlertUrl: string | null;
  mail: MailConfig;
  /** The hour, in this time zone, from which the daily digest is sent. */
  digestHour: number;
  digestTimeZone: string;
  /** Where people reach the app, without a trailing slash. */
  appUrl: string;
  seedDemo: boolean;
  /** The URL the example workflow data-import waits for. Default: this desk's own health check. */
  dataImportUrl: string;
  /** Whether the example refund-assistant uses a real model; otherwise it follows a script. */
  realModel: boolean;
  limits: {
    /** Larger request inputs are refused. */
    inputBytes: number;
    /** Snapshots beyond this are reported to operators once. */
    warnBytes: number;
    /** Beyond this they are reported again, as a fault. The run continues. */
    maxBytes: number;
  };
  /** How many API requests one key, or one person, may make per minute. */
  apiLimits: { reads: number; writes: number };
  /** How many of our own proxies a request passes. Client addresses from before those are not trusted. */
  trustedProxies: number;
  /** The token a metrics collector must send. Without it, metrics are not served. */
  metricsToken: string | undefined;
  /** Whether the app runs serverless, as short-lived instances. */
  serverless: boolean;
  /** How long a decision can be undone before it is applied, in milliseconds; 0: not at all. */
  undoMs: number;
  /** How long a stopping server keeps serving while it reports itself not ready, in milliseconds. */
  shutdownDelayMs: number;
  /** How long a stopping server lets its work finish, in milliseconds. */
  shutdownGraceMs: number;
  /**
   * How long snapshots of finished runs are kept, in milliseconds; null: for ever. With a folder they are
   * exported first.
   */
  retain: { snapshotsMs: number | null; exportDir: string | null };
  /**
   * Private networks webhooks may reach, and after how many milliseconds of failures an endpoint is switched
   * off.
   */
  webhooks: { allow: Networks; offAfterMs: number };
};

/** Thrown at boot. Its message lists every bad variable, one per line. */
export class EnvError extends Error {}

const isLocalhost = (appUrl: string) =>
  ['localhost', '127.0.0.1', '[::1]'].includes(new URL(appUrl).hostname);

/** What is wrong with a production configuration, one reason each. */
function productionFaults(vars: Variables): string[] {
  const faults: string[] = [];
  const database = vars.DATABASE_URL ?? vars.TURSO_DATABASE_URL;
  if (!vars.AUTH_SECRET)
    faults.push('AUTH_SECRET: is needed in production (make one with: openssl rand -base64 32)');
  if (!vars.CRON_SECRET)
    faults.push('CRON_SECRET: is needed in production (make one with: openssl rand -base64 32)');
  if (!vars.APP_URL) faults.push('APP_URL: is needed in production, such as https://desk.example.com');
  if (vars.WORKFLOW_STORE === 'memory')
    faults.push(
      'WORKFLOW_STORE: memory would lose every waiting run at the next restart; use libsql, postgres or upstash',
    );
  if (vars.VERCEL && (!database || database.startsWith('file:')))
    faults.push('DATABASE_URL: a serverless disk does not last; give the URL of a Turso database');
  if (vars.VERCEL && vars.WORKFLOW_DATABASE_URL?.startsWith('file:'))
    faults.push('WORKFLOW_DATABASE_URL: a serverless disk does not last; give the URL of a Turso database');
  if (vars.VERCEL && vars.RETAIN_EXPORT_DIR)
    faults.push(
      'RETAIN_EXPORT_DIR: a serverless disk does not last; export with npm run export-runs instead',
    );
  return faults;
}

/**
 * Reads the configuration from environment variables.
 * @throws EnvError naming every variable that is missing or wrong, and why
 */
export function parseEnv(source: NodeJS.ProcessEnv): Env {
  const present = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== ''));
  const parsed = variables.safeParse(present);
  if (!parsed.success) {
    throw new EnvError(
      parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('\n'),
    );
  }
  const vars = parsed.data;
  const production = vars.NODE_ENV === 'production';
  const appUrl = vars.APP_URL ?? `http://localhost:${vars.PORT}`;
  const faults = [
    ...togetherFaults(vars),
    ...databaseFaults(vars),
    ...workflowStoreFaults(vars),
    ...(production ? productionFaults(vars) : []),
  ];
  if (production && vars.SEED_DEMO && !isLocalhost(appUrl)) {
    faults.push(
      'SEED_DEMO: demo people have a public password, so they are only made when APP_URL is on localhost',
    );
  }
  if (faults.length > 0) throw new EnvError(faults.join('\n'));
  return settle(vars, production, appUrl);
}

/** Settings that need another one to work. */
function togetherFaults(vars: Variables): string[] {
  const needs = (name: keyof Variables, other: keyof Variables, example = '') =>
    vars[other] !== undefined && vars[name] === undefined
      ? [`${name}: is needed with ${other}${example}`]
      : [];
  return [
    ...needs('MAIL_FROM', 'SMTP_URL', ', such as Countersign <desk@example.com>'),
    ...needs('SLACK_BOT_TOKEN', 'SLACK_SIGNING_SECRET'),
    ...needs('SLACK_SIGNING_SECRET', 'SLACK_BOT_TOKEN'),
    ...needs('RETAIN_SNAPSHOTS', 'RETAIN_EXPORT_DIR', ', such as 90d: only what is removed is exported'),
    ...(vars.SNAPSHOT_WARN_BYTES > vars.SNAPSHOT_MAX_BYTES
      ? ['SNAPSHOT_WARN_BYTES: must not be more than SNAPSHOT_MAX_BYTES']
      : []),
  ];
}

/** The path of a `file:` URL; undefined for other URLs. */
function fileOf(url: string | undefined): string | undefined {
  if (!url?.startsWith('file:')) return undefined;
  return url.startsWith('file://') ? fileURLToPath(url) : path.resolve(url.slice('file:'.length));
}

/**
 * Two names for one setting must agree. And the desk and the engine need separate files, or they would block
 * each other.
 */
function databaseFaults(vars: Variables): string[] {
  const { DATABASE_URL: own, TURSO_DATABASE_URL: turso, WORKFLOW_DATABASE_URL: workflows } = vars;
  const app = fileOf(own ?? turso) ?? path.join(path.resolve(vars.DATA_DIR), 'app.db');
  const shared = vars.WORKFLOW_STORE === 'libsql' && fileOf(workflows) === app;
  return [
    ...(own && turso && own !== turso
      ? ['DATABASE_URL: differs from TURSO_DATABASE_URL; give one of the two']
      : []),
    ...(shared ? ['WORKFLOW_DATABASE_URL: must be another file than the app database'] : []),
    ...(workflows && vars.WORKFLOW_STORE !== 'libsql'
      ? [
          `WORKFLOW_DATABASE_URL: is not used with WORKFLOW_STORE=${vars.WORKFLOW_STORE}; leave one of them out`,
        ]
      : []),
  ];
}

/** What the chosen snapshot store needs but is not set. */
function workflowStoreFaults(vars: Variables): string[] {
  const needed = {
    postgres: ['POSTGRES_URL'],
    upstash: ['UPSTASH_REDIS_REST_URL', 'UPSTASH_REDIS_REST_TOKEN'],
    libsql: [],
    memory: [],
  } as const;
  return needed[vars.WORKFLOW_STORE]
    .filter((name) => !vars[name])
    .map((name) => `${name}: is needed with WORKFLOW_STORE=${vars.WORKFLOW_STORE}`);
}

function workflowStoreOf(vars: Variables, libsql: WorkflowStoreConfig): WorkflowStoreConfig {
  switch (vars.WORKFLOW_STORE) {
    case 'libsql':
      return libsql;
    case 'postgres':
      return { kind: 'postgres', url: vars.POSTGRES_URL ?? '', schema: vars.POSTGRES_SCHEMA };
    case 'upstash':
      return {
        kind: 'upstash',
        url: vars.UPSTASH_REDIS_REST_URL ?? '',
        token: vars.UPSTASH_REDIS_REST_TOKEN ?? '',
      };
    case 'memory':
      return { kind: 'memory' };
  }
}

/** The variables the app database is configured by, for error messages. */
const databaseVariables = (vars: Variables) => {
  const turso = vars.TURSO_DATABASE_URL !== undefined && vars.DATABASE_URL === undefined;
  const tursoToken = vars.DATABASE_AUTH_TOKEN === undefined && (turso || vars.TURSO_AUTH_TOKEN !== undefined);
  return {
    url: turso ? 'TURSO_DATABASE_URL' : 'DATABASE_URL',
    token: tursoToken ? 'TURSO_AUTH_TOKEN' : 'DATABASE_AUTH_TOKEN',
  };
};

function mailOf(vars: Variables, dataDir: string): MailConfig {
  const from = vars.MAIL_FROM ?? 'Countersign <countersign@localhost>';
  if (vars.SMTP_URL) return { kind: 'smtp', url: vars.SMTP_URL, from };
  return vars.NODE_ENV === 'development' || vars.SEED_DEMO
    ? { kind: 'folder', dir: path.join(dataDir, 'mail'), from }
    : { kind: 'none' };
}

function settle(vars: Variables, production: boolean, appUrl: string): Env {
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
      variables: shared
        ? databaseVariables(vars)
        : { url: 'WORKFLOW_DATABASE_URL', token: 'WORKFLOW_DATABASE_AUTH_TOKEN' },
    }),
    authSecret,
    // Created on first use, because commands that only read must not leave a file behind.
    get cronSecret() {
      return vars.CRON_SECRET ?? developmentSecret(dataDir, 'cron-secret');
    },
    staleAfterMs: vars.STALE_AFTER,
    auditSecrets: { current: vars.AUDIT_SECRET ?? authSecret, old: vars.AUDIT_OLD_SECRETS ?? [] },
    linkSecrets: vars.LINK_SECRETS ?? [{ name: 'auth', secret: `links:${authSecret}` }],
    slack:
      vars.SLACK_BOT_TOKEN && vars.SLACK_SIGNING_SECRET
        ? {
            botToken: vars.SLACK_BOT_TOKEN,
            signingSecret: vars.SLACK_SIGNING_SECRET,
            apiUrl: vars.SLACK_API_URL,
          }
        : null,
    slackAlertUrl: vars.SLACK_ALERT_WEBHOOK_URL ?? null,
    mail: mailOf(vars, dataDir),
    digestHour: vars.DIGEST_HOUR,
    digestTimeZone: vars.DIGEST_TIME_ZONE,
    appUrl,
    seedDemo: vars.SEED_DEMO || vars.NODE_ENV === 'development',
    dataImportUrl: vars.DATA_IMPORT_URL ?? `${appUrl}/api/health`,
    realModel: vars.OPENAI_API_KEY !== undefined,
    limits: {
      inputBytes: vars.INPUT_MAX_BYTES,
      warnBytes: vars.SNAPSHOT_WARN_BYTES,
      maxBytes: vars.SNAPSHOT_MAX_BYTES,
    },
    apiLimits: { reads: vars.API_RATE_LIMIT_READS, writes: vars.API_RATE_LIMIT_WRITES },
    trustedProxies: vars.TRUSTED_PROXIES,
    metricsToken: vars.METRICS_TOKEN,
    serverless: vars.VERCEL !== undefined,
    undoMs: vars.UNDO_WINDOW,
    shutdownDelayMs: vars.SHUTDOWN_DELAY,
    shutdownGraceMs: vars.SHUTDOWN_GRACE,
    retain: { snapshotsMs: vars.RETAIN_SNAPSHOTS ?? null, exportDir: vars.RETAIN_EXPORT_DIR ?? null },
    webhooks: {
      allow: parseNetworks(vars.WEBHOOK_ALLOW_PRIVATE).networks,
      offAfterMs: vars.WEBHOOK_OFF_AFTER,
    },
  };
}

const holder = globalThis as typeof globalThis & { countersignEnv?: Env };

/**
 * The configuration of this process, parsed once. Call it at run time, never while a module loads: a build
 * has no secrets.
 */
export function env(): Env {
  return (holder.countersignEnv ??= parseEnv(process.env));
}
