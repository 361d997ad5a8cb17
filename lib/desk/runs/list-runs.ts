import { and, desc, eq, inArray, notInArray, or, sql, type SQL } from 'drizzle-orm';
import { z } from 'zod';
import { finalRunStatuses, runStatuses } from '@/db/enums';
import { runs, taskCandidates, tasks, users } from '@/db/schema';
import { requireScope } from '@/lib/people/require-scope';
import type { Context } from '@/lib/people/context';
import { readCursor, writeCursor } from '@/lib/base/cursor';
import { pageQuery, parseQuery } from '@/lib/base/page-query';
import { maySeeAllRuns } from '@/lib/people/may-see-run';
import { principalNames } from '@/lib/people/principal-names';
import { principalsOf } from '@/lib/people/principals';
import { requesterName } from '@/lib/base/readable/requester-name';
import type { Page } from '@/lib/base/page-query';
import { runView } from './get-run';
import type { RunSummary } from './types';

export const runQuery = z.object({
  scope: z
    .enum(['mine', 'all'])
    .default('mine')
    .meta({ description: '`mine`: requests you started; `all`: every run you may see.' }),
  status: z
    .enum([...runStatuses, 'active', 'finished'])
    .optional()
    .meta({ description: '`active`: every run that has not ended; `finished`: every run that has.' }),
  workflowId: z.string().max(200).optional().meta({ description: 'Only runs of this workflow.' }),
  ...pageQuery,
});

export type RunQuery = z.infer<typeof runQuery>;

/** Parses a query string; empty values count as absent. @throws invalid, naming the parameter */
export const parseRunQuery = (params: Record<string, unknown>): RunQuery => parseQuery(runQuery, params);

function visible({ actor, db }: Context, scope: RunQuery['scope']): SQL | undefined {
  if (actor.kind === 'system') return undefined;
  const own = eq(runs.requesterId, actor.id);
  if (scope === 'mine') return own;
  if (maySeeAllRuns(actor)) return undefined;
  const asked = db
    .select({ id: tasks.runId })
    .from(tasks)
    .innerJoin(taskCandidates, eq(taskCandidates.taskId, tasks.id))
    .where(inArray(taskCandidates.principal, principalsOf(actor)));
  return or(own, inArray(runs.id, asked));
}

function ofStatus(status: RunQuery['status']): SQL | undefined {
  if (status === undefined) return undefined;
  if (status === 'active') return notInArray(runs.status, [...finalRunStatuses]);
  if (status === 'finished') return inArray(runs.status, [...finalRunStatuses]);
  return eq(runs.status, status);
}

function after(cursor: string | undefined): SQL | undefined {
  if (!cursor) return undefined;
  const [createdAt, id] = readCursor(cursor);
  return sql`(${runs.createdAt}, ${runs.id}) < (${createdAt}, ${id})`;
}

/** The names of the approvers of the run's open tasks. */
const waitingOn = principalNames(
  sql`(select c.value from ${tasks} t, json_each(t.candidates) c where t.run_id = ${runs.id} and t.state = 'open') p`,
);

/** One page of runs, newest first, without reading snapshots. */
export async function listRuns(ctx: Context, query: RunQuery): Promise<Page<RunSummary>> {
  requireScope(ctx, 'runs:read');
  const { id, workflowId, title, status, requesterId, createdAt, updatedAt, finishedAt } = runs;
  const rows = await ctx.db
    .select({
      run: { id, workflowId, title, status, requesterId, createdAt, updatedAt, finishedAt },
      askedBy: users.name,
      waitingOn,
    })
    .from(runs)
    .leftJoin(users, eq(users.id, runs.requesterId))
    .where(
      and(
        visible(ctx, query.scope),
        ofStatus(query.status),
        query.workflowId ? eq(runs.workflowId, query.workflowId) : undefined,
        after(query.cursor),
      ),
    )
    .orderBy(desc(runs.createdAt), desc(runs.id))
    .limit(query.limit + 1);
  const page = rows.slice(0, query.limit);
  const last = rows.length > query.limit ? page.at(-1) : undefined;
  return {
    items: page.map(({ run, askedBy, waitingOn: asked }) => ({
      ...runView(ctx, run, { id: run.requesterId, name: requesterName(run.requesterId, askedBy) }),
      waitingOn: asked,
    })),
    nextCursor: last ? writeCursor([last.run.createdAt.getTime(), last.run.id]) : null,
  };
}
