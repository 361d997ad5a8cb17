import { createClient } from '@libsql/client';
import type { DeskServer } from './server';

/**
 * A run's side effects, each with how often it was attempted: `['payment ×1']`. Reads the file, bypassing the
 * server.
 */
export async function effectsOf(desk: DeskServer, runId: string): Promise<string[]> {
  const db = createClient({ url: `file:${desk.dataDir}/app.db`, timeout: 5000 });
  try {
    const { rows } = await db.execute({
      sql: 'select action, attempts from ledger_entries where run_id = ? order by action',
      args: [runId],
    });
    return rows.map((row) => `${String(row.action)} ×${String(row.attempts)}`);
  } finally {
    db.close();
  }
}
