import { sql, type SQL } from 'drizzle-orm';
import { outbox, tasks } from '@/db/schema';
import { isHeldNow } from '@/lib/desk/runs/lease';

/** Between two batches of a run there may be a moment in which nothing of it stands in our tables. */
const settlesWithinMs = 3 * 60_000;

/**
 * True for a run `r` that has not ended and that nothing will ever move: no task is open (people's, or a wait for a signal
 * or a check), nothing is owed to it, and nobody drives it. One that sleeps is driven.
 */
export const hangs = (now: Date): SQL =>
  sql`r.status in ('pending', 'running', 'waiting', 'suspended') and r.updated_at <= ${now.getTime() - settlesWithinMs}
    and not exists (select 1 from ${tasks} t where t.run_id = r.id and t.state = 'open')
    and not exists (select 1 from ${outbox} o where o.run_id = r.id and o.state in ('pending', 'held', 'stuck'))
    and not ${isHeldNow(sql`r.id`)}`;
