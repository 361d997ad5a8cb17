import { loadEnvFiles, UsageError } from './support/command';
import { parseArgs } from 'node:util';
import { openDatabase } from '@/db/client';
import { DatabaseError } from '@/db/database-error';
import { migrate } from '@/db/migrate';
import { createUser } from '@/lib/accounts/sign-in/create-user';
import { systemClock } from '@/lib/base/clock';
import { AppError, issuesIn } from '@/lib/base/errors';
import { sentenceOf } from '@/lib/base/reasons';
import { env, EnvError } from '@/lib/base/env';
import { readPassword } from './read-password';

const usage = `Makes the first administrator (or another one) on the app database.

  npm run create-admin -- --email ada@example.com --name "Ada Example"

  --email   how the person signs in
  --name    how others see the person
  --help    this text

The password is asked for without being shown. For automation it is taken from ADMIN_PASSWORD,
or from standard input when that is no terminal. It must have at least 12 characters.
The database is the one of DATABASE_URL (or DATA_DIR); .env.local and .env are read as the app does.`;

function readArguments(argv: string[]): { help: boolean; email: string; name: string } {
  try {
    const { values } = parseArgs({
      args: argv,
      options: { email: { type: 'string' }, name: { type: 'string' }, help: { type: 'boolean', short: 'h' } },
    });
    const { email = '', name = '', help = false } = values;
    if (!help && !email) throw new UsageError('--email is needed.');
    if (!help && !name) throw new UsageError('--name is needed.');
    return { help, email, name };
  } catch (cause) {
    if (cause instanceof TypeError) throw new UsageError(cause.message, { cause });
    throw cause;
  }
}

async function main(): Promise<void> {
  const { help, email, name } = readArguments(process.argv.slice(2));
  if (help) {
    console.log(usage);
    return;
  }
  loadEnvFiles();
  const source = env().database;
  const password = process.env.ADMIN_PASSWORD || (await readPassword(`Password for ${email}: `));
  const db = openDatabase(source);
  try {
    await migrate(db, source);
    const actor = { kind: 'system', name: 'create-admin' } as const;
    await createUser(
      { db, clock: systemClock, actor },
      { email, name, password, roles: ['requester', 'operator', 'admin'] },
    );
  } finally {
    db.$client.close();
  }
  console.log(`${name} (${email}) is an administrator now, and can sign in at ${env().appUrl}/sign-in.`);
}

/** What went wrong, in sentences; null for an unexpected error. */
function explain(error: unknown): string | null {
  if (error instanceof UsageError) return `${error.message}\nTry: npm run create-admin -- --help`;
  if (error instanceof EnvError) return `The configuration is not right:\n${error.message}`;
  if (error instanceof AppError && error.issues)
    return issuesIn(error.issues)
      .map(({ path, message }) => `The ${path} ${message}.`)
      .join('\n');
  if (error instanceof AppError) return sentenceOf(error);
  if (error instanceof DatabaseError) return error.message;
  return null;
}

main().catch((error: unknown) => {
  console.error(explain(error) ?? error);
  process.exitCode = 1;
});
