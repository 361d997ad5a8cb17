import { and, asc, eq, gt, inArray, or, sql } from 'drizzle-orm';
import type { Database } from '@/db/client';
import { isFinal, runStatuses } from '@/db/enums';
import { runs, tasks } from '@/db/schema';
import { log } from '@/lib/base/log';
import { workflows } from '@/lib/mastra/workflows';
import { codeOf, type Code } from './code';
import { judge, type Judgement } from './judge';

/**
 * A waiting task or run that would not continue as before; `taskId` is null for a run that waits without a
 * task.
 */
export type Finding = Judgement & {
  taskId: string | null;
  runId: string;
  workflowId: string;
  step: string[];
  title: string;
};

export type Summary = { tasks: number; runs: number; changed: number; broken: number };

const pageSize = 100;
const waiting = runStatuses.filter((status) => !isFinal(status));

/** Only columns that exist since the first release, as the database may be older than this code. */
const columns = {
  id: tasks.id,
  runId: tasks.runId,
  workflowId: tasks.workflowId,
  path: tasks.stepPath,
  kind: tasks.kind,
  title: tasks.title,
  payload: sql`case when ${tasks.kind} = 'tool-call' then ${tasks.payload} end`.mapWith(tasks.payload),
  resumeSchema: tasks.resumeSchema,
  outcomes: tasks.outcomes,
  policy: tasks.policy,
  signalName: tasks.signalName,
  createdAt: tasks.createdAt,
  steps: runs.steps,
};

type Seen = { createdAt: Date; id: string };

const behind = (seen: Seen | undefined) =>
  seen &&
  or(gt(tasks.createdAt, seen.createdAt), and(eq(tasks.createdAt, seen.createdAt), gt(tasks.id, seen.id)));

/** Databases of earlier releases lack this column. */
const toolCallOf = async (db: Database) =>
  (await db.all(sql`select 1 from pragma_table_info('tasks') where name = 'tool_call'`)).length > 0
    ? sql`${tasks.toolCall}`.mapWith(tasks.toolCall)
    : sql`null`.mapWith(() => null);

const openTasks = (db: Database, toolCall: Awaited<ReturnType<typeof toolCallOf>>, seen: Seen | undefined) =>
  db
    .select({ ...columns, toolCall })
    .from(tasks)
    .leftJoin(runs, eq(runs.id, tasks.runId))
    .where(and(eq(tasks.state, 'open'), behind(seen)))
    .orderBy(asc(tasks.createdAt), asc(tasks.id))
    .limit(pageSize);

/** Runs of removed workflows that have no open task. */
const idleRuns = (db: Database, gone: string[], seen: string) =>
  db
    .select({ id: runs.id, workflowId: runs.workflowId, title: runs.title })
    .from(runs)
    .where(
      and(
        inArray(runs.workflowId, gone),
        inArray(runs.status, waiting),
        gt(runs.id, seen),
        sql`not exists (select 1 from ${tasks} t where t.run_id = ${runs.id} and t.state = 'open')`,
      ),
    )
    .orderBy(asc(runs.id))
    .limit(pageSize);

async function* taskFindings(db: Database, code: Code, summary: Summary): AsyncGenerator<Finding> {
  const toolCall = await toolCallOf(db);
  const after = (last?: Seen) => openTasks(db, toolCall, last);
  for (let page = await after(); page.length > 0; page = await after(page.at(-1))) {
    for (const { id, runId, workflowId, path, title, policy, steps, ...task } of page) {
      summary.tasks += 1;
      const judgements = await judge(
        { ...task, workflowId, path, onExpiry: policy.onExpiry, steps: steps ?? [] },
        code,
      );
      if (judgements.length > 0) summary.changed += 1;
      if (judgements.some(({ breaks }) => breaks)) summary.broken += 1;
      for (const judgement of judgements)
        yield { ...judgement, taskId: id, runId, workflowId, step: path, title };
    }
    if (page.length < pageSize) return;
  }
}

async function* runFindings(db: Database, code: Code, summary: Summary): AsyncGenerator<Finding> {
  const alive = await db
    .select({ workflowId: runs.workflowId, count: sql<number>`count(*)` })
    .from(runs)
    .where(inArray(runs.status, waiting))
    .groupBy(runs.workflowId);
  summary.runs = alive.reduce((sum, { count }) => sum + count, 0);
  const gone = alive.map(({ workflowId }) => workflowId).filter((workflowId) => !code.has(workflowId));
  if (gone.length === 0) return;
  for (
    let page = await idleRuns(db, gone, '');
    page.length > 0;
    page = await idleRuns(db, gone, page.at(-1)!.id)
  ) {
    for (const { id, workflowId, title } of page) {
      summary.broken += 1;
      yield {
        change: 'workflow_gone',
        breaks: true,
        consequence: 'The workflow is gone. The run stands still until it is back.',
        taskId: null,
        runId: id,
        workflowId,
        step: [],
        title,
      };
    }
  }
}

/**
 * Compares everything that waits with the code to be deployed. Yields each difference: tasks oldest first,
 * then runs without a task. Reads the app database only, page by page, and changes nothing. `summary` is
 * complete at the end.
 */
export async function* preflight({
  db,
  code,
  summary,
}: {
  db: Database;
  code: Code;
  summary: Summary;
}): AsyncGenerator<Finding> {
  yield* taskFindings(db, code, summary);
  yield* runFindings(db, code, summary);
}

export const emptySummary = (): Summary => ({ tasks: 0, runs: 0, changed: 0, broken: 0 });

const idsInLog = 20;

/**
 * Logs a warning about everything that waits and that this code would break, with counts and the first ids.
 * For boot: a failed preflight is logged too, and never stops a start.
 */
export async function warnPreflight({
  db,
  code = codeOf(workflows),
}: {
  db: Database;
  code?: Code;
}): Promise<void> {
  const summary = emptySummary();
  const changes: Record<string, number> = {};
  const broken = new Set<string>();
  try {
    for await (const { change, breaks, taskId, runId } of preflight({ db, code, summary })) {
      changes[change] = (changes[change] ?? 0) + 1;
      if (breaks && broken.size < idsInLog) broken.add(taskId ?? runId);
    }
  } catch (error) {
    log.error('what waits could not be compared with the code', { error });
    return;
  }
  if (summary.changed + summary.broken > 0)
    log.warn('what waits does not fit this code any more; npm run preflight tells more', {
      ...summary,
      changes,
      firstBroken: [...broken],
    });
}
