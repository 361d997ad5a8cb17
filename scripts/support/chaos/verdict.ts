import { existsSync, readFileSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { openDatabase } from '@/db/client';
import { decisions, ledgerEntries, runs, tasks } from '@/db/schema';
import type { Env } from '@/lib/env';
import { answersIn, effectsOf, placeOf } from '@/tests/support/workflows/parts/gate';
import type { Kill } from './fleet';
import type { Accepted } from './traffic';

export type Counts = { lost: number; doubled: number; misapplied: number; unfinished: number };
export type Verdict = Counts & {
  /** Steps that were killed in their act and tried again, under the same key. */
  repeated: number;
  /** Runs of the agent that failed, as promised, since it was killed while it used an approved tool. */
  cutOffAgents: number;
  faults: string[];
};

type Rows = {
  run: typeof runs.$inferSelect | undefined;
  tasks: (typeof tasks.$inferSelect)[];
  decisions: (typeof decisions.$inferSelect)[];
  effects: (typeof ledgerEntries.$inferSelect)[];
};

const tryLine = z.object({ key: z.string(), pid: z.number(), at: z.number() });
type Try = z.infer<typeof tryLine>;

/** Every try of an effect, in the order in which they were made. */
function triesIn(file: string): Map<string, Try[]> {
  const lines = existsSync(file) ? readFileSync(file, 'utf8').trimEnd().split('\n') : [];
  return Map.groupBy(
    lines.map((line) => tryLine.parse(JSON.parse(line))),
    ({ key }) => key,
  );
}

/** A step may be tried again only when the process that tried it before was killed in between. */
const unexplained = (tries: Try[], kills: Kill[]): number =>
  tries.filter(
    (next, index) =>
      index > 0 && !kills.some(({ pid, at }) => pid === tries[index - 1]!.pid && at <= next.at),
  ).length;

/** What is missing from, and what is too much in `seen`, as lists of the same kind. */
function compare(seen: string[], due: string[]): { missing: string[]; extra: string[] } {
  const left = [...due];
  const extra = seen.filter((one) => {
    const at = left.indexOf(one);
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
  return { missing: left, extra };
}

/** Judges one accepted run against what the stores say in the end. */
function judge(
  { shape, answers, runId }: Accepted,
  { run, ...rows }: Rows,
): Counts & { cutOff: boolean; faults: string[] } {
  const counts = { lost: 0, doubled: 0, misapplied: 0, unfinished: 0 };
  const faults: string[] = [];
  const fault = (kind: keyof Counts, text: string, count = 1) => {
    if (count === 0) return;
    counts[kind] += count;
    faults.push(`${kind}: ${shape.workflow.id} ${runId}: ${text}`);
  };
  if (!run) {
    fault('lost', 'the accepted run has no row');
    return { ...counts, cutOff: false, faults };
  }
  const cutOff = shape.workflow.id === 'shape-clerk' && run.status === 'failed';
  if (run.status !== 'success' && !cutOff)
    fault(
      'unfinished',
      `it is ${run.status}${run.error ? `: ${run.error.message}` : ''}; steps ${run.steps.map((step) => `${step.path.join('/')} ${step.status}`).join(', ')}; tasks ${rows.tasks.map(({ state }) => state).join(', ')}`,
    );

  for (const [taskId, told] of answers) {
    const journaled = rows.decisions.filter((decision) => decision.taskId === taskId);
    if (journaled.length === 0) fault('lost', `the accepted answer to ${taskId} is not in the journal`);
    if (told.length > 1)
      fault('doubled', `${told.join(' and ')} were both told that their answer to ${taskId} counts`);
    if (journaled[0] && journaled[0].appliedAt === null && run.status === 'success')
      fault('lost', `the answer to ${taskId} was never applied`);
  }
  const finished = run.status === 'success';
  const asked = compare(
    rows.tasks.map((task) => placeOf(task.stepPath, task.forEachIndex)),
    shape.asked,
  );
  fault(
    'doubled',
    `asked again: ${asked.extra.join(', ')}; tasks ${JSON.stringify(rows.tasks.map(({ id, stepPath, forEachIndex, state, closeReason, suspendedAt }) => ({ id, stepPath, forEachIndex, state, closeReason, suspendedAt })))}`,
    asked.extra.length,
  );
  if (finished) fault('lost', `never asked: ${asked.missing.join(', ')}`, asked.missing.length);

  const given = answersIn(run.result);
  fault(
    'misapplied',
    `a gate got another one's answer: ${JSON.stringify(run.result)}`,
    given.filter(({ answer, meant }) => answer !== meant).length,
  );
  if (finished && shape.result === undefined)
    fault(
      'misapplied',
      `${given.length} answers in ${JSON.stringify(run.result)}`,
      Math.abs(given.length - shape.asked.length),
    );
  if (finished && shape.result !== undefined && !isDeepStrictEqual(run.result, shape.result))
    fault('misapplied', `its result is ${JSON.stringify(run.result)}`);

  const effects = compare(
    rows.effects.map(({ action }) => action),
    effectsOf(shape),
  );
  fault(
    'doubled',
    `effects under a second key: ${effects.extra.join(', ')}: ${rows.effects.map(({ key }) => key).join(', ')}`,
    effects.extra.length,
  );
  if (finished)
    fault('lost', `effects that are missing: ${effects.missing.join(', ')}`, effects.missing.length);
  return { ...counts, cutOff, faults };
}

/** Judges what became of everything that was accepted. Only when all servers have stopped. */
export async function judgeAll(
  database: Env['database'],
  effectLog: string,
  accepted: Accepted[],
  kills: Kill[],
): Promise<Verdict> {
  const db = openDatabase(database);
  const [allRuns, allTasks, allDecisions, allEffects] = await db.batch([
    db.select().from(runs),
    db.select().from(tasks),
    db.select().from(decisions),
    db.select().from(ledgerEntries),
  ]);
  db.$client.close();
  const verdict: Verdict = {
    lost: 0,
    doubled: 0,
    misapplied: 0,
    unfinished: 0,
    repeated: 0,
    cutOffAgents: 0,
    faults: [],
  };
  const byRun = <T extends { runId: string }>(rows: T[]) => Map.groupBy(rows, ({ runId }) => runId);
  const [runsById, tasksOf, decisionsOf, ledgerOf] = [
    new Map(allRuns.map((run) => [run.id, run])),
    byRun(allTasks),
    byRun(allDecisions),
    byRun(allEffects),
  ];
  for (const one of accepted) {
    const { faults, cutOff, ...counts } = judge(one, {
      run: runsById.get(one.runId),
      tasks: tasksOf.get(one.runId) ?? [],
      decisions: decisionsOf.get(one.runId) ?? [],
      effects: ledgerOf.get(one.runId) ?? [],
    });
    for (const kind of ['lost', 'doubled', 'misapplied', 'unfinished'] as const)
      verdict[kind] += counts[kind];
    verdict.cutOffAgents += cutOff ? 1 : 0;
    verdict.faults.push(...faults);
  }
  for (const [key, tries] of triesIn(effectLog)) {
    verdict.repeated += tries.length - 1;
    const wrong = unexplained(tries, kills);
    verdict.doubled += wrong;
    if (wrong > 0)
      verdict.faults.push(
        `doubled: ${key} was tried again though nobody was killed: ${JSON.stringify(tries)}`,
      );
  }
  return verdict;
}
