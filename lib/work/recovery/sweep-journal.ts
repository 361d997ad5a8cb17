import { desc, eq, isNotNull, sql } from 'drizzle-orm';
import os from 'node:os';
import { z } from 'zod';
import { sweeps } from '@/db/schema';
import { remove, update } from '@/lib/journal/change';
import { write } from '@/lib/journal/commit';
import { asSystem, type Context } from '@/lib/people/context';
import { newId } from '@/lib/base/ids';
import type { SweepResult } from './sweep-result';

/** How many sweeps are stored. */
export const keptSweeps = 200;

const places = z.object({
  runs: z.string().nullable(),
  waiting: z.string().nullable(),
  stale: z.string().nullable(),
  candidates: z.string().nullable().default(null),
  hanging: z.string().nullable().default(null),
});

/** Where the next sweep continues each of its walks; null: from the beginning. */
export type Places = z.infer<typeof places>;

/** A new object each time, since a sweep moves its places on. */
export const fromTheStart = (): Places => ({
  runs: null,
  waiting: null,
  stale: null,
  candidates: null,
  hanging: null,
});

type JournalContext = Pick<Context, 'db' | 'clock'>;

/** Records the start of a sweep. @returns its id, and where the last completed sweep of any process stopped */
export async function beginSweep({ db, clock }: JournalContext): Promise<{ id: string; places: Places }> {
  const id = newId('swp');
  const [[last]] = await db.batch([
    db
      .select({ result: sweeps.result })
      .from(sweeps)
      .where(isNotNull(sweeps.result))
      .orderBy(desc(sweeps.startedAt))
      .limit(1),
    db.insert(sweeps).values({ id, process: `${os.hostname()}:${process.pid}`, startedAt: clock.now() }),
  ]);
  const read = z.object({ places }).safeParse(last?.result);
  return { id, places: read.success ? read.data.places : fromTheStart() };
}

/** Records the result of a sweep, and deletes the oldest ones. */
export async function endSweep(
  desk: JournalContext,
  id: string,
  result: SweepResult,
  at: Places,
  errors: string[],
): Promise<void> {
  const ended = update(
    sweeps,
    {
      endedAt: desk.clock.now(),
      result: { ...result, places: at },
      error: errors.length > 0 ? errors.join('; ') : null,
    },
    eq(sweeps.id, id),
  );
  const old = sql`${sweeps.id} in (select id from ${sweeps} order by started_at desc, id limit -1 offset ${keptSweeps})`;
  await write(asSystem(desk), [ended, remove(sweeps, old)]);
}
