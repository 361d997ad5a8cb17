import { eq, lt, or, sql, type SQL } from 'drizzle-orm';
import type { SQLiteColumn } from 'drizzle-orm/sqlite-core';
import type { SweepPart } from '@/db/enums';
import { runs, sweepFaults, tasks } from '@/db/schema';
import type { Context } from '@/lib/people/context';
import { log } from '@/lib/base/log';
import { wordsOf } from '@/lib/base/plain-error';

type FaultsContext = Pick<Context, 'db' | 'clock'>;

/** What one piece of a part is about; without an id it is the whole part. */
export type Piece = { id?: string; runId?: string; taskId?: string };

/** A fault that was not seen again for this long is over: what it was about is not looked at any more. */
const forgetMs = 86_400_000;

/**
 * The faults of one sweep. A piece that fails is logged, counted and remembered, and keeps no other waiting; once it
 * succeeds it is forgotten. What is remembered across sweeps is a finding for operators.
 */
export class Faults {
  failed = 0;
  private constructor(
    private readonly ctx: FaultsContext,
    private readonly known: Set<string>,
  ) {}

  static async open(ctx: FaultsContext): Promise<Faults> {
    const rows = await ctx.db.select({ id: sweepFaults.id }).from(sweepFaults);
    return new Faults(ctx, new Set(rows.map(({ id }) => id)));
  }

  /**
   * Does one piece of a part. @returns its error, undefined when there was none
   * @throws what is no fault of this piece, as `ofAll` says: the whole part ends with it
   */
  async attempt(
    part: SweepPart,
    piece: Piece,
    work: () => Promise<void>,
    ofAll: (error: unknown) => boolean = () => false,
  ): Promise<unknown> {
    const id = piece.id === undefined ? part : `${part}:${piece.id}`;
    try {
      await work();
    } catch (error) {
      if (ofAll(error)) throw error;
      this.failed += 1;
      const { runId, taskId } = piece;
      if (piece.id === undefined) log.error('a part of the sweep failed', { part, error });
      else log.warn('the sweep could not do one thing; it will try again', { part, runId, taskId, error });
      await this.remember(id, part, piece, error);
      return error;
    }
    if (this.known.delete(id)) await this.ctx.db.delete(sweepFaults).where(eq(sweepFaults.id, id));
    return undefined;
  }

  private async remember(id: string, part: SweepPart, piece: Piece, error: unknown): Promise<void> {
    const { db, clock } = this.ctx;
    const now = clock.now();
    const { runId = null, taskId = null } = piece;
    const message = wordsOf(error).slice(0, 500);
    await db
      .insert(sweepFaults)
      .values({ id, part, runId, taskId, message, firstAt: now, lastAt: now })
      .onConflictDoUpdate({
        target: sweepFaults.id,
        set: { message, lastAt: now, times: sql`${sweepFaults.times} + 1` },
      })
      .catch((cause: unknown) => log.error('a fault could not be written down', { part, error: cause }));
  }

  /** Forgets what is over: of runs that have ended, tasks that are closed, and whatever nobody tries any more. */
  async forget(): Promise<void> {
    if (this.known.size === 0) return;
    const { db, clock } = this.ctx;
    await db
      .delete(sweepFaults)
      .where(
        or(
          sql`exists (select 1 from ${runs} r where r.id = ${sweepFaults.runId} and r.finished_at is not null)`,
          sql`exists (select 1 from ${tasks} t where t.id = ${sweepFaults.taskId} and t.state <> 'open')`,
          lt(sweepFaults.lastAt, new Date(clock.now().getTime() - forgetMs)),
        ),
      );
  }
}

/** True for what failed before, by the id of its piece: such come last, so that they never crowd out others. */
export const failedBefore = (part: SweepPart, id: SQL | SQLiteColumn): SQL =>
  sql`exists (select 1 from ${sweepFaults} f where f.id = ${`${part}:`} || ${id})`;
