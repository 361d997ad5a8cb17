import { createClient } from '@libsql/client';
import type { DeskServer } from './server';

/** The side effects of a run, each with how often it was asked for: `['payment ×1']`. Read from the file, past the server. */
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
