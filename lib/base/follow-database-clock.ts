import { sql } from 'drizzle-orm';
import type { Database } from '@/db/client';
import { databaseNow } from '@/db/database-now';
import { setClockAhead } from './clock';
import { log } from './log';

/** Below this the clocks agree well enough: correcting less would only make the time jump. Milliseconds. */
const toleratedMs = 1_000;

/**
 * Sets `systemClock` by the database's clock, so that processes whose machines disagree still end tasks, send
 * reminders and try again at the same moments. One statement. A file's clock is the machine's own.
 * @returns by how many milliseconds the machine's clock was corrected; 0 when the difference may be the answer's delay
 */
export async function followDatabaseClock(db: Database): Promise<number> {
  const asked = performance.now();
  const [row] = await db.all<{ now: number }>(sql`select ${databaseNow} as now`);
  const delay = performance.now() - asked;
  const ahead = row ? Math.round(row.now + delay / 2 - Date.now()) : 0;
  const correction = Math.abs(ahead) > toleratedMs + delay ? ahead : 0;
  if (correction !== 0) log.warn("this machine's clock differs from the database's", { byMs: correction });
  setClockAhead(correction);
  return correction;
}
