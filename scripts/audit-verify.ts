import { counted, loadEnvFiles, openExisting, placeOf, UsageError } from './support/command';
import { parseArgs } from 'node:util';
import { DatabaseError } from '@/db/database-error';
import { sealKeys } from '@/lib/journal/seal-keys';
import {
  verifyAudit,
  type Anchor,
  type AuditReport,
  type Fault,
  type FaultKind,
} from '@/lib/journal/verify-audit';
import { EnvError, parseEnv } from '@/lib/base/env';

const usage = `Holds the audit log against its seals: finds every event that was changed, removed or inserted after it was sealed.

  npm run audit:verify                  in words
  npm run -s audit:verify -- --json     the same for programs
  npm run audit:verify -- --anchor 1204:1a2b3c4d.Xy…   also: is this still the chain that was noted then?

  --anchor  <seq>:<seal>, as this command, the server's log ("audit sealed") and the audit page say it. May be given
            several times. Only an anchor kept elsewhere shows that the newest events are gone together with their
            seals, or that somebody who knows the secret sealed everything anew.
  --json    JSON instead of text
  --help    this text

Nothing is changed. The database is the one of DATABASE_URL (or DATA_DIR), the secrets are AUDIT_SECRET (or AUTH_SECRET)
and AUDIT_OLD_SECRETS; .env.local and .env are read as the app does.
Exit code: 0 all is as it was sealed, 1 something is not, 2 it could not be verified.`;

const words: Record<FaultKind, (fault: Fault) => string> = {
  changed: ({ seq, after }) =>
    after !== null && after < seq - 1
      ? `was changed after it was sealed, or events between ${after} and ${seq} were removed together with their seals.`
      : 'was changed after it was sealed, or its seal was.',
  removed: () => 'was removed: its seal is there, and it is not.',
  inserted: () => 'was inserted after the events around it had been sealed, or its seal was removed.',
  seal_changed: () => 'is as it was, but its seal was changed.',
  seal_removed: () => 'has lost its seal.',
  key_unknown: () =>
    'was sealed with a secret that is not given here (AUDIT_OLD_SECRETS), or its seal was changed.',
  anchor: () =>
    'has another seal than the anchor says, or none: what came before it was replaced, or the end was removed.',
};

function readAnchor(text: string): Anchor {
  const match = /^(\d{1,15}):(\S+)$/.exec(text);
  if (!match) throw new UsageError(`The anchor ${text} is not of the form <seq>:<seal>.`);
  return { seq: Number(match[1]), hash: match[2] ?? '' };
}

function readArguments(argv: string[]): { help: boolean; json: boolean; anchors: Anchor[] } {
  try {
    const { values } = parseArgs({
      args: argv,
      options: {
        json: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
        anchor: { type: 'string', multiple: true },
      },
    });
    return {
      help: values.help ?? false,
      json: values.json ?? false,
      anchors: (values.anchor ?? []).map(readAnchor),
    };
  } catch (cause) {
    if (cause instanceof TypeError)
      throw new UsageError(`${cause.message}\nTry: npm run audit:verify -- --help`, { cause });
    throw cause;
  }
}

function asText({ intact, head, unsealed, faultCount, faults }: AuditReport): string {
  const lines = faults.map((fault) => `FAULT    event ${fault.seq} ${words[fault.kind](fault)}`);
  if (faultCount > faults.length) lines.push(`         and ${faultCount - faults.length} more`);
  lines.push(
    faultCount === 0
      ? `The audit log is as it was sealed: ${counted(intact, 'event')}.`
      : `${counted(faultCount, 'fault')}, the first at event ${faults[0]?.seq}; ${counted(intact, 'event')} as sealed.`,
  );
  if (head)
    lines.push(`Head: ${head.seq}:${head.hash}, sealed ${head.sealedAt}. Keep it elsewhere, for --anchor.`);
  lines.push(
    unsealed.events === 0
      ? 'Every event is sealed.'
      : `Not sealed yet: ${counted(unsealed.events, 'event')}, the oldest of ${unsealed.since}.`,
  );
  return lines.join('\n');
}

const nothing: AuditReport = {
  intact: 0,
  head: null,
  unsealed: { events: 0, since: null },
  faultCount: 0,
  faults: [],
};

async function main(): Promise<void> {
  const { help, json, anchors } = readArguments(process.argv.slice(2));
  if (help) return console.log(usage);
  loadEnvFiles();
  // Reads only the database's place first, so that no development secret is created where there is no
  // database.
  const { database } = parseEnv({
    ...process.env,
    NODE_ENV: 'development',
    AUTH_SECRET: 'only to learn where the database is',
  });
  const db = await openExisting(database, ['audit_events', 'audit_seals']);
  if (!db) console.error(`There is no audit log of Countersign at ${placeOf(database.url)} yet.`);
  try {
    const report = db
      ? await verifyAudit(db, sealKeys(parseEnv(process.env)), anchors)
      : {
          ...nothing,
          faultCount: anchors.length,
          faults: anchors.map(({ seq }): Fault => ({ seq, kind: 'anchor', after: null })),
        };
    console.log(json ? JSON.stringify(report) : asText(report));
    process.exitCode = report.faultCount > 0 ? 1 : 0;
  } finally {
    db?.$client.close();
  }
}

main().catch((error: unknown) => {
  process.exitCode = 2;
  if (error instanceof EnvError) console.error(`The configuration is not right:\n${error.message}`);
  else console.error(error instanceof UsageError || error instanceof DatabaseError ? error.message : error);
});
