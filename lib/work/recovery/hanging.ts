import { sql, type SQL } from 'drizzle-orm';
import { outbox, tasks } from '@/db/schema';
import { isHeldNow } from '@/lib/desk/runs/lease';

/** Between two batches, a healthy run may briefly have neither task nor debt nor lease. */
const settlesWithinMs = 3 * 60_000;

/**
 * SQL that is true for a run `r` that has not ended, but has no open task of any kind, no debt and no driver, so it will
 * never continue. A sleeping run has a driver.
 */
export const hangs = (now: Date): SQL =>
  sql`r.status in ('pending', 'running', 'waiting', 'suspended') and r.updated_at <= ${now.getTime() - settlesWithinMs}
    and not exists (select 1 from ${tasks} t where t.run_id = r.id and t.state = 'open')
    and not exists (select 1 from ${outbox} o where o.run_id = r.id and o.state in ('pending', 'held', 'stuck'))
    and not ${isHeldNow(sql`r.id`)}`;
