import type { RunRow } from '@/db/schema';
import { isDeepStrictEqual } from 'node:util';
import { and, eq, inArray, ne, sql } from 'drizzle-orm';
import { runs, tasks, users } from '@/db/schema';
import { insert } from '@/lib/journal/change';
import { commit, type Deed } from '@/lib/journal/commit';
import type { Context } from '@/lib/people/context';
import { forbidden } from '@/lib/base/errors';
import { log } from '@/lib/base/log';
import { withLease } from '@/lib/desk/runs/lease';
import { noRequester, requesterName } from '@/lib/base/readable/requester-name';
import type { EngineRun, WaitingRun } from '@/lib/engine/types';
import { projectRun } from '@/lib/desk/runs/project-run';
import { titleFor } from '@/lib/desk/runs/start-run';
import { hiddenSchema } from '@/lib/base/schema/mask';
import { matchSignalsOfRun } from '@/lib/desk/signals/match-signals';

/** The requester: the run's owner if that is a user's id, otherwise nobody; operators see the run in any case. */
async function requesterOf({ db }: Context, owner: string | null) {
  const [user] =
    owner === null
      ? []
      : await db
          .select({ id: users.id, name: users.name, email: users.email })
          .from(users)
          .where(eq(users.id, owner));
  return user ?? { id: noRequester, name: requesterName(noRequester, null), email: '' };
}

/** The run, or the reason why it cannot be read: such a run is adopted as well, so that operators see it. */
async function readOrWhyNot(
  ctx: Context,
  run: WaitingRun,
): Promise<{ seen: EngineRun | null; damage: string | null }> {
  try {
    return { seen: await ctx.engine.read(run), damage: null };
  } catch (error) {
    await ctx.engine.ready();
    return { seen: null, damage: error instanceof Error ? error.message : String(error) };
  }
}

/**
 * Whether another run has a task for the same suspension: then this is an item of a list in that run, which another
 * program started, and whose workflow the code no longer has.
 */
async function isAskedElsewhere({ db }: Context, { id, workflowId }: WaitingRun, seen: EngineRun) {
  const waits = seen.suspensions.map(({ path, suspendedAt }) => ({
    path: [workflowId, ...path],
    suspendedAt,
  }));
  const began = waits.map(({ suspendedAt }) => suspendedAt);
  const known = await db
    .select({ path: tasks.stepPath, suspendedAt: tasks.suspendedAt })
    .from(tasks)
    .where(and(ne(tasks.runId, id), inArray(tasks.suspendedAt, began)));
  return waits.some((wait) =>
    known.some(
      ({ path, suspendedAt }) =>
        suspendedAt === wait.suspendedAt && isDeepStrictEqual(path.slice(-wait.path.length), wait.path),
    ),
  );
}

/** The run's row, audit event and tasks; null if it must not be adopted. Must run under the run's lease. */
async function adopt(ctx: Context, waiting: WaitingRun): Promise<Deed | null> {
  const { engine, clock } = ctx;
  const { id, workflowId, owner } = waiting;
  const [origin, { seen, damage }] = await Promise.all([engine.origin(waiting), readOrWhyNot(ctx, waiting)]);
  if (!origin || (seen && seen.status !== 'suspended') || (!seen && damage === null)) return null;
  if (seen && (await isAskedElsewhere(ctx, waiting, seen))) return null;
  const requester = await requesterOf(ctx, owner);
  const now = clock.now();
  const title = titleFor(
    engine.workflow(workflowId) ?? { title: workflowId, inputSchema: hiddenSchema },
    origin.input,
  );
  const row = {
    id,
    workflowId,
    title,
    requesterId: requester.id,
    input: origin.input,
    status: 'suspended' as const,
    snapshotError: damage,
    adoptedAt: now,
    createdAt: origin.createdAt,
    updatedAt: now,
  };
  const full: RunRow = {
    ...row,
    idempotencyKey: null,
    steps: [],
    result: null,
    error: null,
    schemas: null,
    snapshotSize: null,
    snapshotPrunedAt: null,
    hangingSince: null,
    cancelReason: null,
    revision: 0,
    attempt: 0,
    finishedAt: null,
  };
  const facts = { id, workflowId, title: full.title, input: origin.input, requester, revision: 0 };
  return {
    when: sql`not exists (select 1 from ${runs} where ${eq(runs.id, id)})`,
    event: {
      verb: 'run.adopted',
      runId: id,
      after: { status: 'suspended', readable: damage === null },
      data: { workflowId, owner, requester: requester.name },
    },
    changes: [insert(runs, row), ...(seen ? await projectRun(ctx, { run: full, facts }, seen) : [])],
  };
}

/**
 * Adopts a suspended run that another program started in the same snapshot store: it gets a row and tasks. Concurrent
 * sweeps adopt it once. @returns whether this call adopted it @throws forbidden unless the actor is the system
 */
export async function adoptRun(ctx: Context, waiting: WaitingRun): Promise<boolean> {
  if (ctx.actor.kind !== 'system') throw forbidden('only_system');
  const adopted = await withLease(ctx.db, waiting.id, async (lease) => {
    const deed = await adopt(ctx, waiting);
    return deed !== null && (await commit(ctx, { ...deed, under: lease })).won;
  });
  if (adopted !== true) return false;
  log.info('a run of another program was adopted', { runId: waiting.id, workflowId: waiting.workflowId });
  await matchSignalsOfRun(ctx, waiting.id);
  return true;
}
