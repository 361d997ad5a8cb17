import { isDeepStrictEqual } from 'node:util';
import { inArray } from 'drizzle-orm';
import { openDatabase } from '@/db/client';
import { demoPeople } from '@/db/demo-people';
import { auditEvents, decisions, ledgerEntries, runs, tasks, undoneDecisions } from '@/db/schema';
import type { Env } from '@/lib/base/env';
import { answersIn, effectsOf, placeOf } from '@/tests/support/workflows/parts/gate';
import { lateAnswer } from '@/tests/support/workflows/timed';
import { judgeEffects, readEffects, type EffectLine } from './effect-log';
import type { Kill } from './fleet';
import type { Accepted } from './traffic';

type Counts = { lost: number; doubled: number; misapplied: number; unfinished: number };
export type Verdict = Counts & {
  /** Steps that were killed while running and ran again, under the same key. */
  repeated: number;
  /** Agent runs that failed, as documented, because they were killed while using an approved tool. */
  cutOffAgents: number;
  /** How often each other mishap happened. */
  canceled: number;
  expired: number;
  reopened: number;
  rewound: number;
  undone: number;
  declined: number;
  /** Answers refused because somebody was faster or the question was closed. */
  conflicts: number;
  faults: string[];
};

type Rows = {
  run: typeof runs.$inferSelect | undefined;
  tasks: (typeof tasks.$inferSelect)[];
  decisions: (typeof decisions.$inferSelect)[];
  undone: (typeof undoneDecisions.$inferSelect)[];
  effects: (typeof ledgerEntries.$inferSelect)[];
};

/** What is missing from `seen` and what is too much, as multisets. */
function compare(seen: string[], due: string[]): { missing: string[]; extra: string[] } {
  const left = [...due];
  const extra = seen.filter((one) => {
    const at = left.indexOf(one);
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
  return { missing: left, extra };
}

type Kind = keyof Counts;
type Fault = { kind: Kind; text: string; count: number };
const fault = (kind: Kind, text: string, count = 1): Fault => ({ kind, text, count });
const list = (work: string[]) => work.join(', ');

const nameOf = (who: string) => demoPeople.find(({ email }) => email === `${who}@demo.test`)?.name;

/**
 * Checks accepted answers: each is in the journal under its giver's name, and the run took it unless it was
 * superseded. Undone ones are recorded as undone.
 */
function judgeAnswers({ answers }: Accepted, { run, decisions: journal, undone }: Rows): Fault[] {
  return [...answers].flatMap(([taskId, told]) => {
    const decision = journal.find((one) => one.taskId === taskId);
    const written = [decision, ...undone.filter((one) => one.taskId === taskId)].flatMap((one) => one ?? []);
    if (written.length === 0)
      return [fault('lost', `the accepted answer to ${taskId} is not in the journal`)];
    const strangers = told.filter((who) => written.every(({ actorName }) => actorName !== nameOf(who)));
    const unapplied =
      run?.status === 'success' && decision && decision.appliedAt === null && decision.revisedAt === null;
    return [
      ...strangers.map((who) =>
        fault(
          told.length > 1 ? 'doubled' : 'misapplied',
          `${who} was told that their answer to ${taskId} counts, but it is ${list(written.map(({ actorName }) => actorName))}'s`,
        ),
      ),
      ...(unapplied ? [fault('lost', `the answer to ${taskId} was never applied`)] : []),
    ];
  });
}

/**
 * Checks refused answers: what the refusal said is true, or was until it was undone. Nobody is refused for
 * repeating the same answer.
 */
function judgeClaims({ claims }: Accepted, { tasks: asked, decisions: journal, undone }: Rows): Fault[] {
  return claims.flatMap(({ taskId, who, outcome, state, decidedBy }) => {
    const given = [...journal, ...undone].filter(
      (one) => one.taskId === taskId && one.actorName === decidedBy,
    );
    const task = asked.find(({ id }) => id === taskId);
    const changedMind = given.some((one) => outcome !== undefined && one.outcome !== outcome);
    const others = given.length > 0 && (decidedBy !== nameOf(who) || changedMind);
    const closed = decidedBy === null && task?.state === state && state !== 'decided';
    return others || closed
      ? []
      : [fault('misapplied', `${who} was refused at ${taskId}: ${state}, ${decidedBy ?? 'by nobody'}`)];
  });
}

/** Checks undone answers: each is in the journal, and there are no more than were asked for. */
function judgeUndos({ undos }: Accepted, { undone }: Rows): Fault[] {
  const lost = [...undos.accepted].filter((taskId) => undone.every((one) => one.taskId !== taskId));
  return [
    ...lost.map((taskId) => fault('lost', `the answer to ${taskId} was undone, which is not in the journal`)),
    fault(
      'doubled',
      `more answers were undone than the ${undos.asked} asked for`,
      Math.max(0, undone.length - undos.asked),
    ),
  ];
}

/** Checks how a run ended, and that nothing of it is left open. */
function judgeEnd(
  { shape, cancel, returns }: Accepted,
  { run, tasks: asked }: Rows,
  cutOff: boolean,
): Fault[] {
  if (!run) return [fault('lost', 'the accepted run has no row')];
  const expired = asked.some(({ state }) => state === 'expired');
  const mayBeCanceled = cancel.asked || (shape.workflow.id === 'timed-ends' && expired);
  const ended = run.status === 'success' || cutOff || (run.status === 'canceled' && mayBeCanceled);
  const open = asked.filter(({ state }) => state === 'open');
  const returned = run.revision >= returns.accepted && run.revision <= returns.asked;
  return [
    ...(ended
      ? []
      : [
          fault(
            'unfinished',
            `it is ${run.status}${run.error ? `: ${run.error.message}` : ''}; steps ${list(run.steps.map((step) => `${step.path.join('/')} ${step.status}`))}; tasks ${list(asked.map(({ state }) => state))}`,
          ),
        ]),
    ...(ended && open.length > 0 ? [fault('unfinished', 'it has ended, and still asks', open.length)] : []),
    ...(returned
      ? []
      : [
          fault(
            run.revision < returns.accepted ? 'lost' : 'doubled',
            `it went back ${run.revision} times; ${returns.asked} asked for it, ${returns.accepted} were accepted`,
          ),
        ]),
  ];
}

/** Checks that every question was asked once, apart from those a return made void. */
function judgeQuestions({ shape }: Accepted, { run, tasks: asked, decisions: journal }: Rows): Fault[] {
  const isVoid = (task: Rows['tasks'][number]) =>
    (task.state === 'canceled' && (run?.revision ?? 0) > 0) ||
    journal.some(({ taskId, revisedAt }) => taskId === task.id && revisedAt !== null);
  const standing = asked.filter((task) => !isVoid(task));
  const { missing, extra } = compare(
    standing.map((task) => placeOf(task.stepPath, task.forEachIndex)),
    shape.asked,
  );
  const told = standing.map(({ id, stepPath, forEachIndex, state, closeReason, suspendedAt }) => ({
    id,
    stepPath,
    forEachIndex,
    state,
    closeReason,
    suspendedAt,
  }));
  return [
    fault('doubled', `asked again: ${list(extra)}; tasks ${JSON.stringify(told)}`, extra.length),
    fault('lost', `never asked: ${list(missing)}`, run?.status === 'success' ? missing.length : 0),
  ];
}

/** Checks by a finished run's result which answer each gate got. */
function judgeResult({ shape }: Accepted, { run, tasks: asked, decisions: journal }: Rows): Fault[] {
  if (run?.status !== 'success') return [];
  const said = JSON.stringify(run.result);
  if (shape.workflow.id === 'shape-clerk') {
    const stamped = journal.filter(({ outcome }) => outcome === 'approve').length;
    const due = { text: `Stamped ${stamped}.` };
    return isDeepStrictEqual(run.result, due) ? [] : [fault('misapplied', `its result is ${said}`)];
  }
  if (shape.result !== undefined)
    return isDeepStrictEqual(run.result, shape.result) ? [] : [fault('misapplied', `its result is ${said}`)];
  const given = answersIn(run.result);
  const late = given.filter(({ answer }) => answer === lateAnswer).length;
  const expired = asked.filter(
    ({ id, state }) =>
      state === 'expired' && journal.every(({ taskId, revisedAt }) => taskId !== id || revisedAt === null),
  ).length;
  const wrong = given.filter(({ answer, meant }) => answer !== meant && answer !== lateAnswer).length;
  return [
    fault('misapplied', `a gate got another one's answer: ${said}`, wrong),
    fault(
      'misapplied',
      `${late} of ${expired} questions answered themselves: ${said}`,
      Math.abs(late - expired),
    ),
    fault('misapplied', `${given.length} answers in ${said}`, Math.abs(given.length - shape.asked.length)),
  ];
}

/** Checks the steps' effects: each once, all of them in a finished run, none after a cancel. */
function judgeWork(
  { shape }: Accepted,
  { run, decisions: journal, effects }: Rows,
  log: EffectLine[],
): Fault[] {
  const declined = journal.filter(({ outcome }) => outcome === 'reject').length;
  const stamps = shape.workflow.id === 'shape-clerk' ? declined : 0;
  const { missing, extra } = compare(
    effects.map(({ action }) => action),
    effectsOf(shape).slice(stamps),
  );
  const end = run?.status === 'canceled' ? (run.finishedAt?.getTime() ?? Infinity) : Infinity;
  const after = log.filter(({ is, at }) => is === 'began' && at > end);
  return [
    fault(
      'doubled',
      `effects that were not due: ${list(extra)}: ${list(effects.map(({ key }) => key))}`,
      extra.length,
    ),
    fault(
      'lost',
      `effects that are missing: ${list(missing)}`,
      run?.status === 'success' ? missing.length : 0,
    ),
    fault('misapplied', `did ${list(after.map(({ key }) => key))} after it was cancelled`, after.length),
  ];
}

/** Judges one accepted run against the final state of the stores and the effect log. */
function judge(one: Accepted, rows: Rows, log: EffectLine[]): { cutOff: boolean; faults: Fault[] } {
  const cutOff = one.shape.workflow.id === 'shape-clerk' && rows.run?.status === 'failed';
  const faults = [
    ...judgeEnd(one, rows, cutOff),
    ...judgeAnswers(one, rows),
    ...judgeClaims(one, rows),
    ...judgeUndos(one, rows),
    ...judgeQuestions(one, rows),
    ...judgeResult(one, rows),
    ...judgeWork(one, rows, log),
  ];
  return { cutOff, faults: faults.filter(({ count }) => count > 0) };
}

/** Judges everything that was accepted. Only when all servers have stopped. */
export async function judgeAll(
  database: Env['database'],
  effectLog: string,
  accepted: Accepted[],
  kills: Kill[],
): Promise<Verdict> {
  const db = openDatabase(database);
  const [allRuns, allTasks, allDecisions, allUndone, allEffects, returns] = await db.batch([
    db.select().from(runs),
    db.select().from(tasks),
    db.select().from(decisions),
    db.select().from(undoneDecisions),
    db.select().from(ledgerEntries),
    db
      .select({ verb: auditEvents.verb })
      .from(auditEvents)
      .where(inArray(auditEvents.verb, ['decision.revised', 'run.time_travel_requested'])),
  ]);
  db.$client.close();
  const log = readEffects(effectLog);
  const { repeated, faults: again } = judgeEffects(log, kills);
  const verdict: Verdict = {
    lost: 0,
    doubled: again.length,
    misapplied: 0,
    unfinished: 0,
    repeated,
    cutOffAgents: 0,
    canceled: allRuns.filter(({ status }) => status === 'canceled').length,
    expired: allTasks.filter(({ state }) => state === 'expired').length,
    reopened: returns.filter(({ verb }) => verb === 'decision.revised').length,
    rewound: returns.filter(({ verb }) => verb === 'run.time_travel_requested').length,
    undone: allUndone.length,
    declined: allDecisions.filter(({ outcome }) => outcome === 'reject').length,
    conflicts: accepted.reduce((sum, { claims }) => sum + claims.length, 0),
    faults: again,
  };
  const byRun = <T extends { runId: string | null }>(rows: T[]) => Map.groupBy(rows, ({ runId }) => runId);
  const runsById = new Map(allRuns.map((run) => [run.id, run]));
  const [tasksOf, decisionsOf, undoneOf, ledgerOf, logOf] = [
    byRun(allTasks),
    byRun(allDecisions),
    byRun(allUndone),
    byRun(allEffects),
    byRun(log),
  ];
  for (const one of accepted) {
    const { runId, shape } = one;
    const rows = {
      run: runsById.get(runId),
      tasks: tasksOf.get(runId) ?? [],
      decisions: decisionsOf.get(runId) ?? [],
      undone: undoneOf.get(runId) ?? [],
      effects: ledgerOf.get(runId) ?? [],
    };
    const { faults, cutOff } = judge(one, rows, logOf.get(runId) ?? []);
    if (cutOff) verdict.cutOffAgents += 1;
    for (const { kind, text, count } of faults) {
      verdict[kind] += count;
      verdict.faults.push(`${kind}: ${shape.workflow.id} ${runId}: ${text}`);
    }
  }
  return verdict;
}
