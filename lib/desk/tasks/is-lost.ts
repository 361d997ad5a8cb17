import { sql, type Column, type SQL } from 'drizzle-orm';
import { runs } from '@/db/schema';

/** SQL that is true while a run is lost: nobody can decide its tasks, and they do not expire. */
export const isLost = (runId: string | SQL | Column): SQL =>
  sql`exists (select 1 from ${runs} r where r.id = ${runId} and r.status = 'lost')`;
