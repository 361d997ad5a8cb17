import { sql, type Column, type SQL } from 'drizzle-orm';
import { runs } from '@/db/schema';

/** True while the snapshot of a run is gone: nobody can answer it then, and the times of its tasks stand still. */
export const isLost = (runId: string | SQL | Column): SQL =>
  sql`exists (select 1 from ${runs} r where r.id = ${runId} and r.status = 'lost')`;
