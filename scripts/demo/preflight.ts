import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { openDatabase } from '@/db/client';
import { DatabaseError } from '@/db/database-error';
import { migrate } from '@/db/migrate';
import { portFault } from '../support/ports';

/** Something outside the project prevents the demo; the message is one sentence saying what to do. */
export class PreflightError extends Error {}

/** `PORT` as a number; 3000 when it is absent. */
export function readPort(given: string | undefined): number {
  const port = Number(given || 3000);
  if (Number.isInteger(port) && port >= 1 && port <= 65_535) return port;
  throw new PreflightError(`PORT must be a number from 1 to 65535, and it is "${given}".`);
}

async function checkPort(port: number): Promise<void> {
  const fault = await portFault(port);
  const other = `choose another, such as: PORT=${port === 3000 ? 3001 : 3000} npm run demo`;
  if (fault === 'EADDRINUSE')
    throw new PreflightError(`Port ${port} is taken by another program; stop it, or ${other}`);
  if (fault) throw new PreflightError(`Port ${port} cannot be used (${fault}); ${other}`);
}

async function checkFolder(dataDir: string): Promise<void> {
  const probe = path.join(dataDir, '.writable');
  try {
    await mkdir(dataDir, { recursive: true });
    await writeFile(probe, '');
    await rm(probe);
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    throw new PreflightError(
      `The demo cannot write to ${dataDir} (${code}); give it another folder, such as: DATA_DIR=/tmp/countersign npm run demo`,
      { cause },
    );
  }
}

async function checkDatabase(dataDir: string): Promise<void> {
  const url = `file:${path.join(dataDir, 'app.db')}`;
  const db = openDatabase({ url });
  try {
    await migrate(db, { url });
  } catch (cause) {
    if (cause instanceof DatabaseError) throw new PreflightError(cause.message, { cause });
    throw cause;
  } finally {
    db.$client.close();
  }
}

/**
 * Checks what most often goes wrong on a new machine, before building anything.
 * @throws PreflightError
 */
export async function preflight(port: number, dataDir: string): Promise<void> {
  await checkPort(port);
  await checkFolder(dataDir);
  await checkDatabase(dataDir);
}
