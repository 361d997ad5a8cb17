import { describe, expect, onTestFinished, test } from 'vitest';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { EnvError, parseEnv } from './env';

const secret = 'x'.repeat(32);

function dir(): string {
  const made = mkdtempSync(path.join(os.tmpdir(), 'countersign-env-'));
  onTestFinished(() => rmSync(made, { recursive: true, force: true }));
  return made;
}

const production = {
  NODE_ENV: 'production' as const,
  AUTH_SECRET: secret,
  CRON_SECRET: secret,
  APP_URL: 'https://desk.example.com',
};

describe('parseEnv', () => {
  test('starts without any variable: files in the data folder, and a secret that survives restarts', () => {
    const DATA_DIR = dir();
    const first = parseEnv({ NODE_ENV: 'development', DATA_DIR });
    expect(first).toMatchObject({
      production: false,
      appUrl: 'http://localhost:3000',
      seedDemo: true,
      database: { url: `file:${path.join(DATA_DIR, 'app.db')}` },
      workflowStore: { kind: 'libsql', url: `file:${path.join(DATA_DIR, 'workflows.db')}` },
    });
    expect(first.authSecret.length).toBeGreaterThanOrEqual(32);
    expect(parseEnv({ NODE_ENV: 'development', DATA_DIR }).authSecret).toBe(first.authSecret);
  });

  test('every bad variable is listed at once, without its value', () => {
    const run = () =>
      parseEnv({
        NODE_ENV: 'development',
        DATABASE_URL: 'mysql://root:hunter2@db',
        AUTH_SECRET: 'short-and-secret',
        PORT: '99999',
        SEED_DEMO: 'yes',
        DATA_IMPORT_URL: 'file:///etc/passwd',
        IMAGE_HOSTS: 'https://img.example.com http://hunter2.example.com',
      });
    expect(run).toThrow(EnvError);
    const message = ((): string => {
      try {
        run();
      } catch (error) {
        return (error as Error).message;
      }
      return '';
    })();
    expect(message.split('\n').map((line) => line.split(':')[0])).toEqual([
      'DATABASE_URL',
      'AUTH_SECRET',
      'PORT',
      'SEED_DEMO',
      'DATA_IMPORT_URL',
      'IMAGE_HOSTS',
    ]);
    expect(message).not.toMatch(/hunter2|short-and-secret/);
  });

  test.each([
    ['no secret', { ...production, AUTH_SECRET: '' }, 'AUTH_SECRET: is needed in production'],
    [
      'no secret of the scheduler',
      { ...production, CRON_SECRET: '' },
      'CRON_SECRET: is needed in production',
    ],
    ['no address', { ...production, APP_URL: '' }, 'APP_URL: is needed in production'],
    [
      'workflow state in memory',
      { ...production, WORKFLOW_STORE: 'memory' },
      'WORKFLOW_STORE: memory would lose',
    ],
    ['a serverless disk', { ...production, VERCEL: '1' }, 'DATABASE_URL: a serverless disk does not last'],
    [
      'a serverless disk for workflow state',
      { ...production, VERCEL: '1', DATABASE_URL: 'libsql://x.turso.io', WORKFLOW_DATABASE_URL: 'file:w.db' },
      'WORKFLOW_DATABASE_URL: a serverless disk',
    ],
    [
      'demo people on the internet',
      { ...production, SEED_DEMO: 'true' },
      'SEED_DEMO: demo people have a public password',
    ],
  ])('a production start refuses %s', (_, source, reason) => {
    expect(() => parseEnv(source)).toThrow(reason);
  });

  test('the audit log is sealed with the session secret unless it has its own; older secrets are a list', () => {
    expect(parseEnv(production).auditSecrets).toEqual({ current: secret, old: [] });
    const [own, older, oldest] = ['a', 'b', 'c'].map((letter) => letter.repeat(32));
    expect(
      parseEnv({ ...production, AUDIT_SECRET: own, AUDIT_OLD_SECRETS: `${oldest}, ${older}` }).auditSecrets,
    ).toEqual({ current: own, old: [oldest, older] });
    expect(() => parseEnv({ ...production, AUDIT_OLD_SECRETS: `${older},short` })).toThrow(
      'AUDIT_OLD_SECRETS',
    );
  });

  test('Slack is configured wholly or not at all', () => {
    const [SLACK_BOT_TOKEN, SLACK_SIGNING_SECRET] = ['xoxb-1-2-abc', 's'.repeat(32)];
    expect(parseEnv(production)).toMatchObject({ slack: null, slackAlertUrl: null });
    expect(parseEnv({ ...production, SLACK_BOT_TOKEN, SLACK_SIGNING_SECRET }).slack).toEqual({
      botToken: SLACK_BOT_TOKEN,
      signingSecret: SLACK_SIGNING_SECRET,
      apiUrl: 'https://slack.com/api/',
    });
    expect(
      parseEnv({
        ...production,
        SLACK_BOT_TOKEN,
        SLACK_SIGNING_SECRET,
        SLACK_API_URL: 'https://proxy.example.com/slack',
      }).slack?.apiUrl,
    ).toBe('https://proxy.example.com/slack/');
    expect(() => parseEnv({ ...production, SLACK_BOT_TOKEN })).toThrow(
      'SLACK_SIGNING_SECRET: is needed with SLACK_BOT_TOKEN',
    );
    expect(() => parseEnv({ ...production, SLACK_SIGNING_SECRET })).toThrow(
      'SLACK_BOT_TOKEN: is needed with SLACK_SIGNING_SECRET',
    );
    expect(() => parseEnv({ ...production, SLACK_BOT_TOKEN: 'xoxp-1', SLACK_SIGNING_SECRET })).toThrow(
      'SLACK_BOT_TOKEN: must be a bot token',
    );
    expect(() => parseEnv({ ...production, SLACK_ALERT_WEBHOOK_URL: 'hooks.slack.com' })).toThrow(
      'SLACK_ALERT_WEBHOOK_URL',
    );
  });

  test('mail goes through a configured server, else into a folder in development and demos, else nowhere', () => {
    const DATA_DIR = dir();
    const smtp = { SMTP_URL: 'smtp://user:pw@mail.example.com:587', MAIL_FROM: 'Desk <desk@example.com>' };
    expect(parseEnv({ ...production, ...smtp }).mail).toEqual({
      kind: 'smtp',
      url: smtp.SMTP_URL,
      from: smtp.MAIL_FROM,
    });
    expect(parseEnv(production).mail).toEqual({ kind: 'none' });
    expect(parseEnv({ NODE_ENV: 'development', DATA_DIR }).mail).toMatchObject({
      kind: 'folder',
      dir: path.join(DATA_DIR, 'mail'),
    });
    expect(
      parseEnv({ ...production, APP_URL: 'http://localhost:3000', SEED_DEMO: 'true', DATA_DIR }).mail.kind,
    ).toBe('folder');
    expect([
      parseEnv(production).digestTimeZone,
      parseEnv({ ...production, DIGEST_TIME_ZONE: 'Europe/Madrid' }).digestTimeZone,
    ]).toEqual(['UTC', 'Europe/Madrid']);
    expect(() => parseEnv({ ...production, DIGEST_TIME_ZONE: 'Madrid' })).toThrow(
      /^DIGEST_TIME_ZONE: must be a time zone of the IANA database, such as Europe\/Madrid$/,
    );
    expect(() => parseEnv({ ...production, SMTP_URL: smtp.SMTP_URL })).toThrow(
      'MAIL_FROM: is needed with SMTP_URL',
    );
    expect(() => parseEnv({ ...production, SMTP_URL: 'mail.example.com' })).toThrow(
      /^SMTP_URL: must be an smtp: or smtps: URL/,
    );
    expect(() => parseEnv({ ...production, ...smtp, MAIL_FROM: 'Desk\r\nBcc: all@example.com' })).toThrow(
      'MAIL_FROM',
    );
  });

  test('links are signed with their first secret, or one derived from the session secret', () => {
    const [own, older] = ['a', 'b'].map((letter) => letter.repeat(32));
    expect(parseEnv({ ...production, LINK_SECRETS: `new:${own}, old:${older}` }).linkSecrets).toEqual([
      { name: 'new', secret: own },
      { name: 'old', secret: older },
    ]);
    expect(parseEnv(production).linkSecrets).toEqual([{ name: 'auth', secret: `links:${secret}` }]);
    for (const wrong of ['short:secret', own!, `same:${own},same:${older}`])
      expect(() => parseEnv({ ...production, LINK_SECRETS: wrong })).toThrow('LINK_SECRETS: must');
  });

  test('each snapshot store says what it needs', () => {
    const store = (source: Record<string, string>) => parseEnv({ ...production, ...source }).workflowStore;
    expect(store({ WORKFLOW_STORE: 'postgres', POSTGRES_URL: 'postgres://u:p@db/desk' })).toEqual({
      kind: 'postgres',
      url: 'postgres://u:p@db/desk',
      schema: 'countersign',
    });
    expect(
      store({
        WORKFLOW_STORE: 'upstash',
        UPSTASH_REDIS_REST_URL: 'https://x.upstash.io',
        UPSTASH_REDIS_REST_TOKEN: 't',
      }),
    ).toEqual({ kind: 'upstash', url: 'https://x.upstash.io', token: 't' });
    expect(() => store({ WORKFLOW_STORE: 'postgres' })).toThrow(
      'POSTGRES_URL: is needed with WORKFLOW_STORE=postgres',
    );
    expect(() =>
      store({ WORKFLOW_STORE: 'upstash', UPSTASH_REDIS_REST_URL: 'https://x.upstash.io' }),
    ).toThrow('UPSTASH_REDIS_REST_TOKEN: is needed');
    expect(() => store({ WORKFLOW_STORE: 'postgres', POSTGRES_URL: 'mysql://root:hunter2@db' })).toThrow(
      /^POSTGRES_URL: must start with postgres: or postgresql:$/,
    );
    expect(() => store({ POSTGRES_SCHEMA: 'a"; drop' })).toThrow('POSTGRES_SCHEMA');
  });

  test('refuses secrets in URLs that errors show, and values that a driver would quote; names the variables in use', () => {
    const read = (source: Record<string, string>) => parseEnv({ ...production, ...source });
    for (const url of ['https://desk:hunter2@db.example.com', 'libsql://db.example.com?authToken=hunter2'])
      expect(() => read({ DATABASE_URL: url })).toThrow(
        /^DATABASE_URL: must be the address alone; the token goes into the variable for it$/,
      );
    expect(() => read({ DATABASE_URL: 'http://' })).toThrow(
      /^DATABASE_URL: is not a URL, such as libsql:\/\/desk-example.turso.io$/,
    );
    expect(() => read({ DATABASE_AUTH_TOKEN: 'hunter\n2' })).toThrow(
      /^DATABASE_AUTH_TOKEN: must be one word, without spaces and line breaks$/,
    );
    for (const password of ['hunter#2', 'hunter%zz', '100%'])
      expect(() =>
        read({ WORKFLOW_STORE: 'postgres', POSTGRES_URL: `postgres://u:${password}@db/desk` }),
      ).toThrow(
        /^POSTGRES_URL: is not a URL; special characters of the password are written as %23 for # and so on$/,
      );
    expect(read({ DATABASE_URL: 'libsql://x.turso.io', DATABASE_AUTH_TOKEN: ' token\n' }).database).toEqual({
      url: 'libsql://x.turso.io',
      authToken: 'token',
      variables: { url: 'DATABASE_URL', token: 'DATABASE_AUTH_TOKEN' },
    });
    expect(
      read({ DATABASE_URL: 'libsql://x.turso.io', TURSO_AUTH_TOKEN: 'token' }).database.variables,
    ).toEqual({ url: 'DATABASE_URL', token: 'TURSO_AUTH_TOKEN' });
    expect(read({ TURSO_DATABASE_URL: 'libsql://x.turso.io' }).workflowStore).toMatchObject({
      variables: { url: 'TURSO_DATABASE_URL', token: 'TURSO_AUTH_TOKEN' },
    });
  });

  test('demo people are fine in a production build on this machine', () => {
    expect(parseEnv({ ...production, APP_URL: 'http://localhost:3000/', SEED_DEMO: 'true' })).toMatchObject({
      seedDemo: true,
      appUrl: 'http://localhost:3000',
    });
  });

  test('both stores share a remote database unless the workflow store has its own; Turso names count', () => {
    const shared = parseEnv({
      ...production,
      TURSO_DATABASE_URL: 'libsql://x.turso.io',
      TURSO_AUTH_TOKEN: 'token',
    });
    expect(shared).toMatchObject({
      database: { url: 'libsql://x.turso.io', authToken: 'token' },
      workflowStore: { url: 'libsql://x.turso.io', authToken: 'token' },
    });
    const own = parseEnv({
      ...production,
      DATABASE_URL: 'libsql://x.turso.io',
      WORKFLOW_DATABASE_URL: 'libsql://w.turso.io',
      WORKFLOW_DATABASE_AUTH_TOKEN: 'other',
    });
    expect(own.workflowStore).toMatchObject({ url: 'libsql://w.turso.io', authToken: 'other' });
  });

  test.each([
    ['APP_URL', 'https://desk.example.com/approvals', 'cannot be served below a path'],
    ['APP_URL', 'https://desk.example.com?x=1', 'cannot be served below a path'],
    ['APP_URL', 'https://desk.example.com/?', 'cannot be served below a path'],
    ['APP_URL', 'https://desk.example.com/#a', '# part'],
    ['APP_URL', 'https://user:pw@desk.example.com', 'user name or password'],
    ['APP_URL', 'desk.example.com', 'http or https URL'],
    ['SLACK_API_URL', 'https://slack.example.com/?team=1', '? part'],
    ['UPSTASH_REDIS_REST_URL', 'https://default:pw@example.upstash.io', 'user name or password'],
    ['SMTP_URL', 'smtp:mail.example.com', 'smtp://user:password@'],
    ['SMTP_URL', 'smtp://', 'smtp://user:password@'],
    ['MAIL_FROM', '@', 'one mail address'],
    ['MAIL_FROM', 'Countersign', 'one mail address'],
    ['MAIL_FROM', 'a@example.com, b@example.com', 'one mail address'],
    ['DATABASE_URL', 'file:', 'must name a file'],
    ['DATABASE_URL', 'file::memory:', 'lost at the next start'],
    ['DATABASE_URL', 'libsql:', 'is not a URL'],
    ['DATABASE_URL', 'libsql://desk.turso.io#x', 'must be the address alone'],
    ['DIGEST_HOUR', ' ', 'whole number'],
    ['DIGEST_HOUR', '7.5', 'whole number'],
    ['DIGEST_HOUR', '24', 'must be 23 or less'],
    ['PORT', '0x50', 'whole number'],
    ['INPUT_MAX_BYTES', '1e6', 'whole number'],
    ['INPUT_MAX_BYTES', '99999999', 'must be 1048576 or less'],
    ['POSTGRES_SCHEMA', 'pg_desk', 'pg_'],
    ['CRON_SECRET', `${'x'.repeat(32)} y`, 'sent in a header'],
    ['METRICS_TOKEN', 'geheim für alle, lang', 'sent in a header'],
    ['SHUTDOWN_DELAY', '30d', 'an hour at most'],
    ['SNAPSHOT_WARN_BYTES', '99999999', 'must not be more than SNAPSHOT_MAX_BYTES'],
    ['RETAIN_EXPORT_DIR', '/var/export', 'RETAIN_SNAPSHOTS: is needed'],
    ['TURSO_DATABASE_URL', 'libsql://other.turso.io', 'DATABASE_URL: differs'],
    ['WORKFLOW_DATABASE_URL', 'file:./data/../data/app.db', 'another file than the app database'],
  ])('a setting that cannot work is refused: %s=%s', (name, value, reason) => {
    const source = { NODE_ENV: 'development', DATA_DIR: dir(), DATABASE_URL: 'file:data/app.db' };
    expect(() => parseEnv({ ...source, [name]: value } as NodeJS.ProcessEnv)).toThrow(reason);
  });

  test('refuses the workflow store’s default file as the app database', () => {
    const DATA_DIR = dir();
    const source = { NODE_ENV: 'development' as const, DATA_DIR };
    expect(() =>
      parseEnv({ ...source, WORKFLOW_DATABASE_URL: `file:${path.join(DATA_DIR, 'app.db')}` }),
    ).toThrow('another file');
    expect(() =>
      parseEnv({ ...source, WORKFLOW_DATABASE_URL: `file://${path.join(DATA_DIR, 'app.db')}` }),
    ).toThrow('another file');
  });

  test('a slash at the end of APP_URL and capitals in its host make no difference', () => {
    expect(parseEnv({ ...production, APP_URL: 'https://Desk.example.com/' }).appUrl).toBe(
      'https://desk.example.com',
    );
  });
});
