import { sql } from 'drizzle-orm';
import { ledgerEntries } from '@/db/schema';
import type { Json } from '@/db/schema/json';
import { database } from '@/lib/base/database';

/**
 * Does a side effect of an example workflow: writes it to the ledger, once for each key.
 * A second call with the same key changes nothing but counts itself in `attempts`, so that a doubled step shows.
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
