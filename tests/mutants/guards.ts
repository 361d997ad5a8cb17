import type { Mutant } from './mutant';

type Change = Pick<Mutant, 'guard' | 'without'>;
type Tests = Pick<Mutant, 'tests' | 'named'>;

const gone = (guard: string): Change => ({ guard });
const instead = (guard: string, without: string): Change => ({ guard, without });

/** Another one acts between the statements, or has acted before. `named`: which of these tests. */
const rivals = (named: string): Tests => ({ tests: ['tests/rivals.test.ts'], named });
/** The lease is lost at a statement. */
const leases = (named: string): Tests => ({ tests: ['tests/lost-leases.test.ts'], named });
const files = (...tests: string[]): Tests => ({ tests });

const of = (file: string, tests: Tests, changes: Change[]): Mutant[] =>
  changes.map((change) => ({ file, ...tests, ...change }));

const always = 'sql`1`';

/**
 * Guards that something hangs on, so that `npm run test:mutants` can take them away. A table, and no generator of mutants:
 * most are parts of SQL in templates, which generators leave alone or make into SQL that no database takes.
 */
export const guards: Mutant[] = [
  ...of('lib/http/api-context.ts', files('app/api/hostile.test.ts'), [
    instead('if (origin === null || !trusted', 'if (origin !== null && !trusted'),
  ]),
  ...of('lib/tasks/decide-task.ts', rivals('^approve'), [
    gone(" and t.state = 'open'"),
    gone(' and t.payload_digest = ${digest}'),
    gone('\n      and (t.expires_at is null or t.expires_at > ${now.getTime()})'),
    gone(
      `\n      and (json_extract(t.policy, '$.forbidSelfApproval') = 0 or t.requester_id <> \${actor.id})`,
    ),
    gone('\n    and ${isCandidate(actor, task.id)}'),
    gone(' and u.banned = 0'),
    instead('m.user_id = u.id and c.principal', 'c.principal'),
    gone(` and instr(',' || u.role || ',', ',' || substr(c.principal, 6) || ',') > 0`),
    gone(' and k.enabled = 1'),
  ]),
  ...of('lib/tasks/decide-task.ts', files('lib/links/links.test.ts'), [
    instead('sql`${may} and ${extras.guard}`', 'may'),
  ]),
  ...of('lib/links/answer-link.ts', files('lib/links/links.test.ts'), [
    gone(' and not exists (select 1 from ${linkUses} u where u.id = ${id})'),
    gone('${linksAreOn(workflowId)} and '),
  ]),
  ...of(
    'lib/tasks/record-answer.ts',
    rivals('^(approve|signal|check|remind|escalate|once|cancel|takeBack)'),
    [
      instead('.where(and(eq(tasks.id, task.id), mine))', '.where(eq(tasks.id, task.id))'),
      instead('and(eq(taskCandidates.taskId, task.id), mine)', 'eq(taskCandidates.taskId, task.id)'),
      instead(
        '        },\n        mine,\n      ),\n      insertWhere(',
        `        },\n        ${always},\n      ),\n      insertWhere(`,
      ),
      instead('createdAt: now },\n        mine,', `createdAt: now },\n        ${always},`),
      instead(" and t.state = 'open')`;", ')`;'),
      gone(" and t.state = 'open' and (t.expires_at is null or t.expires_at > ${now.getTime()})"),
      gone("\n    and not exists (select 1 from ${runs} r where r.id = t.run_id and r.status = 'lost')"),
    ],
  ),
  ...of('lib/tasks/expire-task.ts', rivals('^(expire|once)'), [
    instead("t.state = 'open' and t.expires_at", 't.expires_at'),
    instead('${due} and not', 'not'),
    gone(' and not ${isBeingCanceled(task.runId)}'),
    instead('and(eq(taskCandidates.taskId, task.id), mine)', 'eq(taskCandidates.taskId, task.id)'),
  ]),
  ...of('lib/tasks/expire-task.ts', files('lib/tasks/expire-task.test.ts'), [
    gone(' and t.expires_at <= ${ctx.clock.now().getTime()}'),
  ]),
  ...of('lib/tasks/remind-task.ts', rivals('^(remind|once)'), [
    instead('sql`${mayStillBeAnswered(taskId, now)} and exists', 'sql`exists'),
    gone(' and t.remind_at = ${at.getTime()}'),
    instead('eq(tasks.id, taskId), due)', 'eq(tasks.id, taskId))'),
  ]),
  ...of('lib/tasks/escalate-task.ts', rivals('^(escalate|once)'), [
    instead('sql`${mayStillBeAnswered(taskId, now)} and ${unchanged}`', 'unchanged'),
    gone(' and t.escalate_at = ${at.getTime()}'),
    gone(' and t.candidates = ${JSON.stringify(before)}'),
    instead('sql`${mine} and ${unchanged}`', always),
    instead(', mine, unchanged))', '))'),
  ]),
  ...of('lib/operations/reassign-tasks.ts', rivals('^(reassign|once)'), [
    gone(" and t.state = 'open'"),
    gone(' and t.candidates = ${JSON.stringify(candidates)}'),
    instead('.where(and(eq(tasks.id, taskId), before))', '.where(eq(tasks.id, taskId))'),
    instead('notInArray(taskCandidates.principal, to), after', 'notInArray(taskCandidates.principal, to)'),
    instead('open: true }, after)', `open: true }, ${always})`),
  ]),
  ...of('lib/operations/retry-run.ts', rivals('^retry'), [
    gone(' and o.attempts = ${attempts}'),
    gone(" and o.state in ('stuck', 'pending')"),
  ]),
  ...of('lib/runs/record-return.ts', rivals('^(takeBack|goBack|restart|rebuild)'), [
    gone(' and r.revision = ${run.revision}'),
    gone(' and r.attempt = ${run.attempt}'),
    gone(' and r.status = ${run.status}'),
    instead(' and ${guard}`', '`'),
  ]),
  ...of('lib/runs/record-return.ts', files('lib/retention/prune-expired.test.ts'), [
    gone('${standing} and '),
  ]),
  ...of('lib/runs/cancel-run.ts', rivals('^(cancel|takeBack|once)'), [
    instead('${alive} and not', 'not'),
    gone(' and not ${asked}'),
    instead('.where(and(eq(runs.id, runId), mine))', '.where(eq(runs.id, runId))'),
  ]),
  ...of('lib/signals/match-signals.ts', rivals('^signal'), [
    instead('sql`${kept} and ${isOpen(task.id)}`', 'isOpen(task.id)'),
    instead('sql`${kept} and ${isOpen(task.id)}`', 'kept'),
  ]),
  ...of('lib/recovery/ask-checks.ts', rivals('^check'), [
    gone(', eq(tasks.checkAt, task.checkAt ?? next)'),
    instead('isOpen(task.id)).statements', `${always}).statements`),
  ]),
  ...of('lib/outbox/lease.ts', leases('starts a run'), [
    instead('and(eq(runLeases.runId, runId), ne(runLeases.owner, owner))', 'sql`0`'),
  ]),
  ...of('lib/outbox/lease.ts', files('lib/outbox/lease.test.ts'), [
    gone('setWhere: sql`${runLeases.expiresAt} < ${databaseNow}`,'),
    instead(', eq(runLeases.owner, owner));', ');'),
  ]),
  ...of('lib/outbox/drain-run.ts', leases('starts a run|applies an answer|finds no snapshot'), [
    instead('      onlyWhileHeld(db, lease),\n      ...statements,', '      ...statements,'),
    instead('[onlyWhileHeld(db, lease), ...loseRun', '[...loseRun'),
  ]),
  ...of(
    'lib/outbox/drain-run.ts',
    files('lib/outbox/drain-run.test.ts', 'lib/runs/cancel-run.test.ts', 'lib/runs/cancel-again.test.ts'),
    [
      instead(" eq(outbox.state, 'pending'), isDue", ' isDue'),
      instead('isDue(clock.now()), unlessCanceled', 'isDue(clock.now())'),
    ],
  ),
  ...of('lib/outbox/apply-start.ts', leases('starts a run'), [gone('      onlyWhileHeld(db, lease),\n')]),
  ...of('lib/outbox/apply-start.ts', files('lib/runs/cancel-run.test.ts'), [
    gone("  if (run.status === 'canceled') return [];\n"),
  ]),
  ...of('lib/outbox/apply-rewind.ts', leases('takes an answer back|goes back|restarts'), [
    gone('      onlyWhileHeld(db, lease),\n'),
  ]),
  ...of(
    'lib/outbox/apply-rewind.ts',
    files('lib/runs/cancel-again.test.ts', 'lib/runs/revise-decision.test.ts'),
    [gone("  if (run.status === 'canceled') return [];\n")],
  ),
  ...of('lib/recovery/mirror-run.ts', leases('finds that'), [gone('onlyWhileHeld(ctx.db, lease), ')]),
  ...of('lib/recovery/adopt-run.ts', leases('adopts'), [
    instead(
      '[onlyWhileHeld(ctx.db, lease), ...statements]',
      '[ctx.db.select().from(runs).limit(0), ...statements]',
    ),
  ]),
  ...of('lib/retention/prune-snapshots.ts', leases('removes'), [
    instead(
      '    onlyWhileHeld(db, lease),\n    db\n      .update(runs)\n      .set({ snapshotPrunedAt: now })',
      '    db.select().from(runs).limit(0),\n    db\n      .update(runs)\n      .set({ snapshotPrunedAt: now })',
    ),
    instead(
      '    onlyWhileHeld(db, lease),\n    db\n      .update(runs)\n      .set({ snapshotSize: null })',
      '    db\n      .update(runs)\n      .set({ snapshotSize: null })',
    ),
  ]),
  ...of('lib/retention/prune-snapshots.ts', files('lib/retention/prune-expired.test.ts'), [
    instead(', isDue(cutoff))),\n    auditWhere', ')),\n    auditWhere'),
  ]),
];
