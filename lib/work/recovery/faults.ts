import { eq, lt, or, sql, type SQL } from 'drizzle-orm';
import type { SQLiteColumn } from 'drizzle-orm/sqlite-core';
import type { SweepPart } from '@/db/enums';
import { runs, sweepFaults, tasks } from '@/db/schema';
import type { Context } from '@/lib/people/context';
import { log } from '@/lib/base/log';
import { wordsOf } from '@/lib/base/plain-error';

type FaultsContext = Pick<Context, 'db' | 'clock'>;

/** The subject of one piece of a sweep's part; without an id, the whole part. */
export type Piece = { id?: string; runId?: string; taskId?: string };

/** A fault that has not occurred again for this long is forgotten, as nothing tries its piece any more. */
const forgetMs = 86_400_000;

/**
 * The faults of one sweep. A piece that fails is logged, counted and stored, without holding up others, and removed once
 * it succeeds. Stored faults are findings for operators.
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
   * Does one piece of a part. @returns its error; undefined if it succeeded
   * @throws errors that are not this piece's fault (`ofAll`); they end the whole part
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

  /** Removes faults of runs that have ended and tasks that are closed, and those that have not occurred for a day. */
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

/** SQL that is true for pieces that failed before: they are ordered last, so that they do not crowd out others. */
export const failedBefore = (part: SweepPart, id: SQL | SQLiteColumn): SQL =>
  sql`exists (select 1 from ${sweepFaults} f where f.id = ${`${part}:`} || ${id})`;
