import type { Mutant } from './mutant';

type Change = Pick<Mutant, 'guard' | 'without'>;
type Tests = Pick<Mutant, 'tests' | 'named'>;

const gone = (guard: string): Change => ({ guard });
const instead = (guard: string, without: string): Change => ({ guard, without });

/** A rival acts between the statements, or has acted before. `named`: a pattern for the tests to run. */
const rivals = (named: string): Tests => ({ tests: ['tests/rivals.test.ts'], named });
/** The lease is lost at a statement. */
const leases = (named: string): Tests => ({ tests: ['tests/lost-leases.test.ts'], named });
const files = (...tests: string[]): Tests => ({ tests });

const of = (file: string, tests: Tests, changes: Change[]): Mutant[] =>
  changes.map((change) => ({ file, ...tests, ...change }));

const always = 'sql`1`';

/**
 * Guards worth testing, for `npm run test:mutants` to remove. Listed by hand, because most are SQL in
 * templates, which mutant generators leave alone or turn into SQL that no database accepts.
 */
export const guards: Mutant[] = [
  ...of('lib/api/http/api-context.ts', files('app/api/hostile.test.ts'), [
    instead('if (origin === null || !trusted', 'if (origin !== null && !trusted'),
  ]),
  ...of('lib/desk/decisions/decide-task.ts', rivals('^approve'), [
    gone(" and t.state = 'open'"),
    gone(' and t.payload_digest = ${digest}'),
    gone('\n      and (t.expires_at is null or t.expires_at > ${now.getTime()})'),
    gone('\n      and ${isEligibleNow(actor)}'),
    gone(' and k.enabled = 1'),
  ]),
  ...of('lib/people/eligibility.ts', rivals('^approve'), [
    gone('${u}.banned = 0 and '),
    gone(' and (${t}.requester_id <> ${u}.id or not ${bansOwn(t)})'),
    gone('m.user_id = ${u}.id and '),
    gone(` and instr(',' || \${u}.role || ',', ',' || substr(\${principal}, 6) || ',') > 0`),
  ]),
  ...of('lib/people/eligibility.ts', files('lib/people/eligibility.test.ts'), [
    gone(' or not ${bansOwn(t)}'),
    instead("'$.forbidSelfApproval'), 1)", "'$.forbidSelfApproval'), 0)"),
  ]),
  ...of('lib/desk/decisions/decide-task.ts', files('lib/tell/links/links.test.ts'), [
    instead('sql`${may} and ${extras.guard}`', 'may'),
  ]),
  ...of('lib/tell/links/decide-by-link.ts', files('lib/tell/links/links.test.ts'), [
    gone(' and not exists (select 1 from ${linkUses} u where u.id = ${id})'),
    gone('${linksAreOn(workflowId)} and '),
  ]),
  ...of(
    'lib/desk/tasks/record-decision.ts',
    rivals('^(approve|signal|check|remind|escalate|once|cancel|reopen)'),
    [
      gone('when: guard,'),
      instead(" and t.state = 'open')`;", ')`;'),
      gone(" and t.state = 'open' and (t.expires_at is null or t.expires_at > ${now.getTime()})"),
      gone('\n    and not ${isLost(sql`t.run_id`)}'),
    ],
  ),
  ...of('lib/desk/tasks/expire-task.ts', rivals('^(expire|once)'), [
    instead("t.state = 'open' and t.expires_at", 't.expires_at'),
    instead('${due} and not', 'not'),
    gone(' and not ${isBeingCanceled(task.runId)}'),
    gone('\n    and not ${isLost(sql`t.run_id`)}'),
  ]),
  ...of('lib/desk/tasks/expire-task.ts', files('lib/desk/tasks/expire-task.test.ts'), [
    gone(' and t.expires_at <= ${ctx.clock.now().getTime()}'),
  ]),
  ...of('lib/desk/tasks/remind-task.ts', rivals('^(remind|once)'), [
    instead('sql`${mayStillBeDecided(taskId, now)} and exists', 'sql`exists'),
    gone(' and t.remind_at = ${at.getTime()}'),
  ]),
  ...of('lib/desk/tasks/escalate-task.ts', rivals('^(escalate|once)'), [
    instead('sql`${mayStillBeDecided(taskId, now)} and ${unchanged}`', 'unchanged'),
    gone(' and t.escalate_at = ${at.getTime()}'),
    gone(' and t.candidates = ${JSON.stringify(before)}'),
  ]),
  ...of('lib/desk/runs/ask-suspension.ts', files('lib/desk/runs/ask-suspension.test.ts'), [
    instead('      isNew,\n', `      ${always},\n`),
  ]),
  ...of('lib/journal/run-findings.ts', files('lib/mastra/mends/keep-data.test.ts'), [
    instead('sql`not ${known}`', always),
  ]),
  ...of('lib/work/recovery/stale-tasks.ts', files('lib/work/recovery/stores.test.ts'), [
    gone(' and exists (select 1 from ${tasks} t where t.id = ${id} and t.stale_told_at is null)'),
  ]),
  ...of('lib/work/recovery/ask-checks.ts', files('lib/work/recovery/ask-checks.test.ts'), [
    gone(' and t.check_failed_at is null'),
  ]),
  ...of('lib/desk/operators/reassign-tasks.ts', rivals('^(reassign|once)'), [
    gone(" and t.state = 'open'"),
    gone(' and t.candidates = ${JSON.stringify(task.candidates)}'),
  ]),
  ...of('lib/desk/operators/retry-run.ts', rivals('^retry'), [
    gone(' and o.attempts = ${attempts}'),
    gone(" and o.state in ('stuck', 'pending')"),
  ]),
  ...of('lib/desk/rewind/rewind-run.ts', rivals('^(reopen|rewind|restart|rebuild|once approveOpen)'), [
    gone(' and r.revision = ${run.revision}'),
    gone(' and r.attempt = ${run.attempt}'),
    gone(' and r.status = ${run.status}'),
    instead(' and ${guard}`', '`'),
    gone('${sameTasks} and '),
    gone('${standing} and '),
  ]),
  ...of('lib/desk/runs/cancel-run.ts', rivals('^(cancel|reopen|once)'), [
    instead('${alive} and not', 'not'),
    gone(' and not ${isBeingCanceled(runId)}'),
  ]),
  ...of('lib/desk/decisions/undo-decision.ts', rivals('^(undo|apply|once)'), [
    gone(' and ${canBeUndone(taskId, now)}'),
    gone('\n      and not ${isBeingCanceled(task.runId)}'),
  ]),
  ...of('lib/journal/undo-window.ts', rivals('^(undo|apply|once)'), [gone(' and w.undo_closed_at is null')]),
  ...of('lib/journal/undo-window.ts', files('lib/desk/decisions/undo-decision.test.ts'), [
    instead('between ${now.getTime() + 1} and', 'between 0 and'),
    instead('${now.getTime() + longestUndoMs}', '${Number.MAX_SAFE_INTEGER}'),
  ]),
  ...of('lib/journal/debts.ts', files('lib/desk/decisions/undo-decision.test.ts'), [
    gone("\n    and not (${outbox.kind} = 'resume' and ${canBeUndone(sql`${outbox.taskId}`, now)})"),
  ]),
  ...of('lib/work/outbox/apply-decision.ts', rivals('^(undo|apply|once)'), [
    instead(
      'if (!decided || !(await closeUndo(ctx, held.lease, decided))) return [];',
      'if (!decided) return [];',
    ),
  ]),
  ...of('lib/desk/tasks/stand-ins.ts', rivals('^(standIn|standDown|once)'), [
    gone(" and t.state = 'open'\n   "),
    gone(
      'and t.candidates = ${JSON.stringify(candidates)} and t.stand_ins is ${standIns && JSON.stringify(standIns)}\n   ',
    ),
    gone('\n    and ${answerable} = ${others ? 1 : 0}'),
    gone('when: stillSo(task, others),'),
  ]),
  ...of('lib/desk/tasks/transitions.ts', rivals('^(approve|cancel|reopen|once|expire)'), [
    instead("and(which, eq(tasks.state, 'open'))", 'which'),
  ]),
  ...of('lib/desk/tasks/transitions.ts', rivals('^(reassign|escalate|standIn|standDown)'), [
    instead('and(eq(tasks.id, taskId), mine)', 'eq(tasks.id, taskId)'),
  ]),
  ...of('lib/journal/commit.ts', files('lib/journal/commit.test.ts'), [
    instead('mine: when }', 'mine: undefined }'),
    instead(
      'hanging.map((change) => ({ change, mine }))',
      'hanging.map((change) => ({ change, mine: undefined }))',
    ),
    instead(
      'ifAny.map((change) => ({ change, mine }))',
      'ifAny.map((change) => ({ change, mine: undefined }))',
    ),
    instead('and(eq(runLeases.runId, runId), ne(runLeases.owner, owner))', 'sql`0`'),
    instead('under && onlyWhileHeld(db, under)', 'undefined'),
    gone(' && changed[index]! > 0'),
  ]),
  ...of('lib/journal/change.ts', files('lib/journal/commit.test.ts'), [
    instead('.set(values).where(and(where, mine))', '.set(values).where(where)'),
    instead('insertWhere(db, table, rows, mine ?? sql`1`)', 'insertWhere(db, table, rows, sql`1`)'),
    instead('insertWhere(db, table, row, mine ?? sql`1`,', 'insertWhere(db, table, row, sql`1`,'),
    instead('db.delete(table).where(and(where, mine))', 'db.delete(table).where(where)'),
    instead('change.statement(writer, and(mine, when))', 'change.statement(writer, mine)'),
  ]),
  ...of('lib/work/recovery/mark-hanging.ts', rivals('^markHanging'), [
    instead('r.id = ${id} and r.hanging_since is null and ${hanging}', 'r.id = ${id} and ${hanging}'),
    instead(
      'r.id = ${id} and r.hanging_since is null and ${hanging}',
      'r.id = ${id} and r.hanging_since is null',
    ),
  ]),
  ...of('lib/work/recovery/match-kept-signals.ts', rivals('^giveUpSignal'), [gone(" and s.state = 'kept'")]),
  ...of('lib/tell/webhooks/create-endpoint.ts', rivals('^addHook'), [
    instead('sql`(select count(*) from ${webhookEndpoints}) < ${maxEndpoints}`', always),
  ]),
  ...of('lib/tell/webhooks/pause-endpoint.ts', rivals('^(pauseHook|resumeHook)'), [
    instead('e.id = ${endpointId} and e.state = ${before.state} and', 'e.id = ${endpointId} and'),
  ]),
  ...of('lib/tell/webhooks/update-endpoint.ts', rivals('^renameHook'), [
    gone(' and e.events = ${JSON.stringify(before.events)}'),
  ]),
  ...of('lib/tell/webhooks/rotate-secret.ts', rivals('^rotateSecret'), [
    gone(' and e.secret = ${before.secret}'),
  ]),
  ...of('lib/tell/webhooks/delete-endpoint.ts', rivals('^deleteHook'), [
    instead('sql`exists (select 1 from ${webhookEndpoints} e where e.id = ${endpointId})`', always),
  ]),
  ...of('lib/tell/webhooks/send-test.ts', rivals('^testHook'), [
    gone('when: sql`exists (select 1 from webhook_endpoints e where e.id = ${endpointId})`,'),
  ]),
  ...of('lib/tell/webhooks/redeliver.ts', rivals('^redeliver'), [gone(" and e.state = 'active'")]),
  ...of('lib/tell/webhooks/redeliver.ts', files('lib/tell/webhooks/manage-webhooks.test.ts'), [
    gone(' and d.claimed_until < ${databaseNow}'),
  ]),
  ...of('lib/accounts/keys/create-api-key.ts', rivals('^addKey'), [
    gone(' and u.banned = 0'),
    instead('k.enabled = 1 and k.expires_at > ${now.getTime()}) < ${maxKeys}', 'k.enabled = 1) < 1000'),
  ]),
  ...of('lib/accounts/keys/change-api-key.ts', rivals('^(grantKey|endKey)'), [
    gone(' and k.enabled = 1'),
    gone(' and k.permissions = ${toPermissions(key.scopes)}'),
  ]),
  ...of('lib/tell/messages/choose-notifications.ts', rivals('^chooseMail'), [
    instead('isOtherThan(actor.id, kind, channels)', always),
  ]),
  ...of('lib/tell/messages/retry-deliveries.ts', rivals('^retryMessages'), [gone(" and d.state = 'stuck'")]),
  ...of('lib/tell/queue/queue.ts', files('lib/tell/queue/queue.test.ts'), [
    gone('not ${isClaimed(table.claimedUntil, claimMs)} and '),
    instead('sql`${table.claim} = ${row.claim}`', always),
  ]),
  ...of('lib/journal/tail.ts', files('lib/journal/tail.test.ts'), [instead('sql`${seq} = ${from}`', always)]),
  ...of('lib/tell/links/switch-links.ts', rivals('^linksO'), [instead('sql`not ${isOff(scope)}`', always)]),
  ...of('lib/tell/links/link-code.ts', rivals('^mailCode'), [
    instead('c.sent_at > ${now.getTime() - minute} or ', ''),
  ]),
  ...of('lib/tell/links/link-code.ts', files('lib/tell/links/links.test.ts'), [
    gone(' or c.sent >= ${sentAtMost}'),
    instead(
      'eq(linkCodes.id, linkId), gt(linkCodes.tries, 0), gt(linkCodes.expiresAt, clock.now())))',
      'eq(linkCodes.id, linkId), gt(linkCodes.expiresAt, clock.now())))',
    ),
  ]),
  ...of('lib/desk/signals/match-signals.ts', rivals('^signal'), [
    instead('sql`${kept} and ${isOpen(task.id)}`', 'isOpen(task.id)'),
    instead('sql`${kept} and ${isOpen(task.id)}`', 'kept'),
  ]),
  ...of('lib/work/recovery/ask-checks.ts', rivals('^check'), [
    gone(', eq(tasks.checkAt, task.checkAt ?? next)'),
    instead('answer, isOpen(task.id))', `answer, ${always})`),
  ]),
  ...of('lib/engine/agent-calls.ts', files('lib/engine/agent-calls.test.ts'), [
    gone(", inArray(agentCalls.state, ['running', 'answering'])"),
    instead("c.id = ${callId} and c.state = 'done'", 'c.id = ${callId}'),
    gone("          eq(agentCalls.runId, ofClosed('run_id')),\n"),
    gone("          eq(agentCalls.stepId, ofClosed('step_id')),\n"),
  ]),
  ...of('lib/desk/runs/lease.ts', files('lib/desk/runs/lease.test.ts'), [
    gone('setWhere: sql`${runLeases.expiresAt} < ${databaseNow}`,'),
    instead(', eq(runLeases.owner, owner));', ');'),
  ]),
  ...of('lib/work/outbox/drain-run.ts', leases('starts a run|applies an answer|finds no snapshot'), [
    instead('...paid(debt, now)], lease)', '...paid(debt, now)])'),
    instead('keepUntilFound(debt, now)], lease)', 'keepUntilFound(debt, now)])'),
  ]),
  ...of(
    'lib/work/outbox/drain-run.ts',
    files(
      'lib/work/outbox/drain-run.test.ts',
      'lib/desk/runs/cancel-run.test.ts',
      'lib/desk/runs/cancel-again.test.ts',
    ),
    [
      instead(" eq(outbox.state, 'pending'), isDue", ' isDue'),
      instead('isDue(clock.now()), unlessCanceled', 'isDue(clock.now())'),
    ],
  ),
  ...of('lib/work/outbox/apply-start.ts', leases('starts a run'), [
    instead('[running], lease)', '[running])'),
  ]),
  ...of('lib/work/outbox/apply-start.ts', files('lib/desk/runs/cancel-run.test.ts'), [
    gone("  if (run.status === 'canceled') return [];\n"),
  ]),
  ...of('lib/work/outbox/go-back.ts', leases('takes an answer back|goes back|restarts'), [
    instead('...again.flatMap(willAskAgain)], lease)', '...again.flatMap(willAskAgain)])'),
  ]),
  ...of('lib/work/outbox/go-back.ts', files('lib/desk/runs/cancel-again.test.ts'), [
    gone('  if (debt.isCanceled && (!debt.data.plan || untouched(seen, debt.data.plan))) return [];\n'),
  ]),
  ...of(
    'lib/work/outbox/apply-rewind.ts',
    files('lib/desk/runs/cancel-again.test.ts', 'lib/desk/rewind/rebuild.test.ts'),
    [
      gone("  if (held.run.status === 'canceled') return [];\n"),
      gone('isCanceled && !data.discarded ? [] : '),
    ],
  ),
  ...of('lib/desk/runs/mirror-run.ts', leases('finds that'), [
    instead('finding.changes, lease)', 'finding.changes)'),
  ]),
  ...of('lib/work/recovery/adopt-run.ts', leases('adopts'), [gone(', under: lease')]),
  ...of('lib/work/retention/prune-snapshots.ts', leases('removes'), [
    gone('under: lease,'),
    instead('onlyIf(pruned, changes), lease)', 'onlyIf(pruned, changes))'),
  ]),
  ...of('lib/work/retention/prune-snapshots.ts', files('lib/work/retention/prune-expired.test.ts'), [
    instead('isNull(runs.snapshotPrunedAt), isDue(cutoff))', 'isNull(runs.snapshotPrunedAt))'),
  ]),
];
