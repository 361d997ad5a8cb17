import { asc, eq, sql } from 'drizzle-orm';
import { runs } from '@/db/schema';
import { update } from '@/lib/journal/change';
import { commitEach } from '@/lib/journal/commit';
import type { Context } from '@/lib/people/context';
import { log } from '@/lib/base/log';
import { hangs } from './hanging';
import type { Walk } from './walk';

const runsPerSweep = 2_000;

/**
 * Marks hanging runs, one page per sweep, and reports each once to operators; the mark is removed when the run continues.
 * @returns how many were marked
 */
export async function markHanging(ctx: Context, walk: Walk): Promise<number> {
  const { db, clock } = ctx;
  const now = clock.now();
  const hanging = hangs(now);
  const page = db
    .select({ id: runs.id })
    .from(runs)
    .where(sql`${runs.id} > ${walk.after ?? ''} and status in ('running', 'waiting', 'suspended', 'lost')`)
    .orderBy(asc(runs.id))
    .limit(runsPerSweep);
  const [ids, found] = await db.batch([
    page,
    db.all<{ id: string; status: string }>(sql`select r.id as id, r.status as status from ${runs} r
      where (r.id in (select id from ${page}) or r.status = 'pending') and r.hanging_since is null and ${hanging}`),
    db.run(
      sql`update ${runs} as r set hanging_since = null where r.hanging_since is not null and not (${hanging})`,
    ),
  ]);
  const marked = await commitEach(
    ctx,
    found.map(({ id, status }) => ({
      when: sql`exists (select 1 from ${runs} r where r.id = ${id} and r.hanging_since is null and ${hanging})`,
      event: { verb: 'run.hanging', runId: id, data: { status } },
      changes: [update(runs, { hangingSince: now }, eq(runs.id, id))],
    })),
  );
  // Another sweep may have marked some of them first, and reported those.
  const won = found.filter((_, index) => marked[index]);
  for (const { id, status } of won)
    log.error('a run has not ended, and nothing moves it', { runId: id, status });
  walk.after = ids.length < runsPerSweep ? null : (ids.at(-1)?.id ?? null);
  return won.length;
}
