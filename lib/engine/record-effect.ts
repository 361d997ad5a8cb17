import { sql } from 'drizzle-orm';
import { ledgerEntries } from '@/db/schema';
import type { Json } from '@/db/schema/json';
import { database } from '@/lib/base/database';

/**
 * A side effect of an example workflow: writes it to the ledger, once per key.
 * A second call with the same key only adds to `attempts`, so that a step that ran twice shows up.
 */
export async function recordEffect(effect: {
  key: string;
  runId: string;
  action: string;
  detail: Json;
}): Promise<void> {
  await database()
    .insert(ledgerEntries)
    .values({ ...effect, createdAt: new Date() })
    .onConflictDoUpdate({ target: ledgerEntries.key, set: { attempts: sql`${ledgerEntries.attempts} + 1` } });
}
