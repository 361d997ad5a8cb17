import { sql } from 'drizzle-orm';
import { index, integer, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';
import {
  actorKinds,
  agentCallStates,
  channels,
  outboxKinds,
  outboxStates,
  priorities,
  runFindingKinds,
  runStatuses,
  signalStates,
  sweepParts,
  closeReasons,
  taskKinds,
  taskStates,
} from '../enums';
import { json, timestamp } from './columns';
import { policyJson } from './policy';
import { closedOrder, dueOrder, priorityOrder } from './task-orders';
import type {
  AskedBefore,
  Json,
  StoredSchema,
  RunSchemas,
  StoredOutcome,
  StoredStep,
  StoredError,
  StoredToolCall,
} from './json';

/** Runs per user. Everything after `input` mirrors the engine's snapshot (a projection). */
export const runs = sqliteTable(
  'runs',
  {
    id: text('id').primaryKey(),
    workflowId: text('workflow_id').notNull(),
    title: text('title').notNull(),
    requesterId: text('requester_id').notNull(),
    input: json<Json>('input'),
    /** The workflow's schemas in each release that has seen the run. What any of them marks sensitive is hidden. */
    schemas: json<RunSchemas[]>('schemas'),
    idempotencyKey: text('idempotency_key'),
    status: text('status', { enum: runStatuses }).notNull().default('pending'),
    steps: json<StoredStep[]>('steps').notNull().default([]),
    result: json<Json>('result'),
    error: json<StoredError>('error'),
    /** Bytes of the last snapshot seen. */
    snapshotSize: integer('snapshot_size'),
    /** Why the last read of the snapshot failed; for operators. */
    snapshotError: text('snapshot_error'),
    /** When retention began to remove the snapshot; `snapshotSize` is null once it is gone. */
    snapshotPrunedAt: timestamp('snapshot_pruned_at'),
    /** Since when nothing moves the unfinished run; for operators. */
    hangingSince: timestamp('hanging_since'),
    cancelReason: text('cancel_reason'),
    /** How often the run was reopened or rewound. */
    revision: integer('revision').notNull().default(0),
    /** How often an operator restarted it where it had failed, or rebuilt it. */
    attempt: integer('attempt').notNull().default(0),
    /** When the sweep found it in the snapshot store: another program had started it. */
    adoptedAt: timestamp('adopted_at'),
    createdAt: timestamp('created_at').notNull(),
    updatedAt: timestamp('updated_at').notNull(),
    finishedAt: timestamp('finished_at'),
  },
  (t) => [
    index('runs_requester').on(t.requesterId, t.createdAt, t.id),
    index('runs_created').on(t.createdAt, t.id),
    index('runs_status').on(t.status, t.updatedAt),
    // Must match the sweep's query, which compares these with their snapshots in id order.
    index('runs_unfinished')
      .on(t.id)
      .where(sql`status in ('running', 'waiting', 'suspended', 'lost')`),
    index('runs_prunable')
      .on(t.finishedAt)
      .where(sql`snapshot_size is not null and finished_at is not null`),
    index('runs_unreadable')
      .on(t.updatedAt, t.id)
      .where(sql`snapshot_error is not null`),
    index('runs_hanging')
      .on(t.hangingSince, t.id)
      .where(sql`hanging_since is not null`),
    index('runs_size')
      .on(t.snapshotSize, t.id)
      .where(sql`status in ('running', 'waiting', 'suspended')`),
    uniqueIndex('runs_idempotency').on(t.requesterId, t.idempotencyKey),
  ],
);

/** What people are asked to decide about one suspension. The id is a digest of run, path, index and `suspendedAt`. */
export const tasks = sqliteTable(
  'tasks',
  {
    id: text('id').primaryKey(),
    runId: text('run_id').notNull(),
    workflowId: text('workflow_id').notNull(),
    stepPath: json<string[]>('step_path').notNull(),
    forEachIndex: integer('for_each_index'),
    /** When the engine says the wait began, in epoch milliseconds. */
    suspendedAt: integer('suspended_at').notNull(),
    /** The `suspendedAt` whose step is run again: a task that has its decision then follows its question. */
    askedAgainFrom: integer('asked_again_from'),
    /** When the step began that asks, by the engine: which of its executions it is. Null in tasks of older releases. */
    stepStartedAt: integer('step_started_at'),
    kind: text('kind', { enum: taskKinds }).notNull().default('step'),
    title: text('title').notNull(),
    state: text('state', { enum: taskStates }).notNull().default('open'),
    payload: json<Json>('payload'),
    /** Which version of the rules read the payload from the snapshot (lib/desk/tasks/task-values.ts). */
    evidenceRules: integer('evidence_rules').notNull().default(1),
    payloadSchema: json<StoredSchema>('payload_schema'),
    /** For kind `tool-call`: the tool that asks, and its definition at that time. */
    toolCall: json<StoredToolCall>('tool_call'),
    /** Payload schemas replaced by newer forms. What any of them marked sensitive stays hidden. */
    earlierSchemas: json<StoredSchema[]>('earlier_schemas'),
    resumeSchema: json<StoredSchema>('resume_schema'),
    /** Digest of what people are shown (lib/desk/tasks/payload-digest.ts); a decision must carry it. */
    payloadDigest: text('payload_digest').notNull(),
    /** Random and never shown: without it, a masked PIN could be guessed from the digest. Null: an older task. */
    digestSalt: text('digest_salt'),
    outcomes: json<StoredOutcome[]>('outcomes').notNull(),
    policy: policyJson('policy').notNull(),
    /** Everyone who may answer, as principals: `user:id`, `group:slug`, `role:name`. */
    candidates: json<string[]>('candidates').notNull(),
    /** Candidates who are asked only while nobody else may decide. */
    standIns: json<string[]>('stand_ins'),
    /** How the same question was decided earlier in this run. */
    askedBefore: json<AskedBefore>('asked_before'),
    requesterId: text('requester_id').notNull(),
    assigneeId: text('assignee_id'),
    /** For kind `event`: the signal it waits for. */
    signalName: text('signal_name'),
    signalKey: text('signal_key'),
    /** For kind `check`: when the sweep asks again. */
    checkAt: timestamp('check_at'),
    /** When its check first failed; operators are told of that once. */
    checkFailedAt: timestamp('check_failed_at'),
    /** When operators were told that nobody decides this task, which has no due time. */
    staleToldAt: timestamp('stale_told_at'),
    priority: text('priority', { enum: priorities }).notNull().default('normal'),
    dueAt: timestamp('due_at'),
    /** When decisions are no longer accepted: `dueAt`, unless `onExpiry` is notify. */
    expiresAt: timestamp('expires_at'),
    /** The next reminder, and the escalation; null: none left. */
    remindAt: timestamp('remind_at'),
    escalateAt: timestamp('escalate_at'),
    createdAt: timestamp('created_at').notNull(),
    closedAt: timestamp('closed_at'),
    closeReason: text('close_reason', { enum: closeReasons }),
  },
  (t) => [
    index('tasks_run').on(t.runId, t.createdAt),
    index('tasks_open').on(t.state, t.createdAt, t.id),
    index('tasks_without_due')
      .on(t.createdAt, t.id)
      .where(sql`state = 'open' and due_at is null`),
    index('tasks_open_by_due')
      .on(dueOrder(), t.id)
      .where(sql`state = 'open'`),
    index('tasks_open_by_priority')
      .on(priorityOrder(), t.id)
      .where(sql`state = 'open'`),
    index('tasks_closed')
      .on(closedOrder(), t.id)
      .where(sql`state <> 'open'`),
    index('tasks_requester_open')
      .on(t.requesterId, t.createdAt, t.id)
      .where(sql`state = 'open'`),
    index('tasks_requester_closed')
      .on(t.requesterId, closedOrder(), t.id)
      .where(sql`state <> 'open'`),
    index('tasks_open_kinds')
      .on(t.kind, t.priority)
      .where(sql`state = 'open'`),
    index('tasks_due')
      .on(t.dueAt, t.id)
      .where(sql`state = 'open' and due_at is not null`),
    index('tasks_expiry')
      .on(t.expiresAt)
      .where(sql`state = 'open' and expires_at is not null`),
    index('tasks_remind')
      .on(t.remindAt)
      .where(sql`state = 'open' and remind_at is not null`),
    index('tasks_escalate')
      .on(t.escalateAt)
      .where(sql`state = 'open' and escalate_at is not null`),
    index('tasks_stand_ins')
      .on(t.createdAt, t.id)
      .where(sql`state = 'open' and stand_ins is not null`),
    index('tasks_asked_before')
      .on(t.createdAt, t.id)
      .where(sql`state = 'open' and asked_before is not null`),
    index('tasks_signal')
      .on(t.signalName, t.signalKey)
      .where(sql`state = 'open' and kind = 'event'`),
    index('tasks_check')
      .on(t.checkAt)
      .where(sql`state = 'open' and kind = 'check'`),
  ],
);

/**
 * The index of the inbox: one row for each principal of a task. `open` and `closedAt` follow the task's state in the same
 * batch, and the rest are the task's own values, so that an index has each list in its order (task-orders.ts).
 */
export const taskCandidates = sqliteTable(
  'task_candidates',
  {
    taskId: text('task_id')
      .notNull()
      .references(() => tasks.id, { onDelete: 'cascade' }),
    principal: text('principal').notNull(),
    open: integer('open', { mode: 'boolean' }).notNull().default(true),
    dueOrder: integer('due_order').notNull().default(0),
    priorityOrder: integer('priority_order').notNull().default(0),
    createdAt: timestamp('created_at')
      .notNull()
      .default(sql`0`),
    closedAt: timestamp('closed_at'),
  },
  (t) => [
    primaryKey({ columns: [t.taskId, t.principal] }),
    index('task_candidates_due')
      .on(t.principal, t.dueOrder, t.taskId)
      .where(sql`open = 1`),
    index('task_candidates_priority')
      .on(t.principal, t.priorityOrder, t.taskId)
      .where(sql`open = 1`),
    index('task_candidates_created')
      .on(t.principal, t.createdAt, t.taskId)
      .where(sql`open = 1`),
    index('task_candidates_closed')
      .on(t.principal, closedOrder(), t.taskId)
      .where(sql`open = 0`),
    // Open tasks of lost runs are in no inbox.
    index('task_candidates_hidden')
      .on(t.principal, t.taskId)
      .where(sql`open = 0 and closed_at is null`),
  ],
);

/** One answer: the columns that `decisions` and `undone_decisions` share. */
const decisionColumns = () => ({
  id: text('id').primaryKey(),
  taskId: text('task_id')
    .notNull()
    .references(() => tasks.id),
  runId: text('run_id').notNull(),
  outcome: text('outcome').notNull(),
  resumeData: json<Json>('resume_data'),
  comment: text('comment'),
  actorKind: text('actor_kind', { enum: actorKinds }).notNull(),
  actorId: text('actor_id').notNull(),
  actorName: text('actor_name').notNull(),
  channel: text('channel', { enum: channels }).notNull(),
  payloadDigest: text('payload_digest').notNull(),
  createdAt: timestamp('created_at').notNull(),
});

/** A task's decision; the unique key allows one per task. */
export const decisions = sqliteTable(
  'decisions',
  {
    ...decisionColumns(),
    /** Until when the decider may undo it; it is not applied before then. Null: it was applied immediately. */
    undoUntil: timestamp('undo_until'),
    /** When applying began. It can no longer be undone then, whatever the clocks say. */
    undoClosedAt: timestamp('undo_closed_at'),
    /** When the engine had accepted it and the new snapshot was projected. */
    appliedAt: timestamp('applied_at'),
    /** When another program was found to have answered instead, so that the run never used this decision. */
    answeredOutsideAt: timestamp('answered_outside_at'),
    /** Since when it waits for the answers of earlier items; see `turn` of the engine port. */
    heldAt: timestamp('held_at'),
    /**
     * When the decision was reopened, or the run rewound past it, so it no longer counts. It stays in the journal.
     */
    revisedAt: timestamp('revised_at'),
    /** The debt of the rebuild that last gave it to the run again. */
    replayedBy: text('replayed_by'),
  },
  (t) => [
    uniqueIndex('decisions_task').on(t.taskId),
    index('decisions_run').on(t.runId),
    index('decisions_actor').on(t.actorId, t.taskId),
  ],
);

/** Decisions undone before they were applied. Their tasks are open again. */
export const undoneDecisions = sqliteTable(
  'undone_decisions',
  { ...decisionColumns(), undoneAt: timestamp('undone_at').notNull() },
  (t) => [index('undone_decisions_task').on(t.taskId)],
);

/** Work owed after a commit. The id names what is owed, and for which time (`resume:task_…`, `restart:<run>:<attempt>`). */
export const outbox = sqliteTable(
  'outbox',
  {
    id: text('id').primaryKey(),
    kind: text('kind', { enum: outboxKinds }).notNull(),
    runId: text('run_id').notNull(),
    taskId: text('task_id'),
    /** What the kind needs besides run and task, such as the step to go back to. */
    data: json<Json>('data'),
    state: text('state', { enum: outboxStates }).notNull().default('pending'),
    attempts: integer('attempts').notNull().default(0),
    dueAt: timestamp('due_at').notNull(),
    lastError: text('last_error'),
    /** The order in which a run's debts were written. A trigger counts it, since two processes' clocks may disagree. */
    seq: integer('seq').notNull().default(0),
    createdAt: timestamp('created_at').notNull(),
    doneAt: timestamp('done_at'),
  },
  (t) => [index('outbox_due').on(t.state, t.dueAt), index('outbox_run').on(t.runId, t.state)],
);

/** What the last sweeps did, for operators; old rows are pruned. */
export const sweeps = sqliteTable(
  'sweeps',
  {
    id: text('id').primaryKey(),
    /** Which process swept: host and process id. */
    process: text('process').notNull(),
    startedAt: timestamp('started_at').notNull(),
    endedAt: timestamp('ended_at'),
    result: json<Json>('result'),
    error: text('error'),
  },
  (t) => [index('sweeps_started').on(t.startedAt)],
);

/** What recovery failed at last time: a part of the sweep, or one run or signal. Removed once it succeeds. */
export const sweepFaults = sqliteTable(
  'sweep_faults',
  {
    /** The part and its subject, such as `runs:<run id>`; just the part when all of it failed. */
    id: text('id').primaryKey(),
    part: text('part', { enum: sweepParts }).notNull(),
    runId: text('run_id'),
    taskId: text('task_id'),
    message: text('message').notNull(),
    times: integer('times').notNull().default(1),
    firstAt: timestamp('first_at').notNull(),
    lastAt: timestamp('last_at').notNull(),
  },
  (t) => [index('sweep_faults_first').on(t.firstAt, t.id)],
);

/** What operators should know of a run's data, each once. */
export const runFindings = sqliteTable(
  'run_findings',
  {
    runId: text('run_id').notNull(),
    kind: text('kind', { enum: runFindingKinds }).notNull(),
    /** The step whose output lost data; empty for what is about the whole run. */
    step: text('step').notNull().default(''),
    data: json<Json>('data').notNull(),
    at: timestamp('at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.runId, t.kind, t.step] })],
);

/** Signals from outside. One that arrives before anything waits for it is kept. */
export const signals = sqliteTable(
  'signals',
  {
    id: text('id').primaryKey(),
    name: text('name').notNull(),
    key: text('key').notNull(),
    data: json<Json>('data'),
    state: text('state', { enum: signalStates }).notNull().default('kept'),
    actorKind: text('actor_kind', { enum: actorKinds }).notNull(),
    actorId: text('actor_id').notNull(),
    actorName: text('actor_name').notNull(),
    channel: text('channel', { enum: channels }).notNull(),
    createdAt: timestamp('created_at').notNull(),
    settledAt: timestamp('settled_at'),
  },
  (t) => [
    index('signals_kept')
      .on(t.name, t.key, t.createdAt)
      .where(sql`state = 'kept'`),
    index('signals_age').on(t.state, t.createdAt),
    index('signals_settled')
      .on(t.settledAt)
      .where(sql`state <> 'kept'`),
  ],
);

/** One invocation of an agent by a step. Its own snapshot is kept in the snapshot store under this id. */
export const agentCalls = sqliteTable(
  'agent_calls',
  {
    id: text('id').primaryKey(),
    runId: text('run_id').notNull(),
    /** The step's path, with `#` and the index of each list item that it is in. */
    stepId: text('step_id').notNull(),
    state: text('state', { enum: agentCallStates }).notNull(),
    /** The question with which the step suspends. */
    question: json<Json>('question'),
    /** Rounds of model and tools so far. */
    rounds: integer('rounds').notNull().default(0),
    /** How often each call was declined, by a digest of its tool and arguments. */
    declined: json<Record<string, number>>('declined').notNull().default({}),
    createdAt: timestamp('created_at').notNull(),
    updatedAt: timestamp('updated_at').notNull(),
  },
  (t) => [index('agent_calls_run').on(t.runId, t.stepId, t.createdAt)],
);

/** Who may drive a run at the moment. `token` grows with every holder; times are by the database's clock. */
export const runLeases = sqliteTable(
  'run_leases',
  {
    runId: text('run_id').primaryKey(),
    owner: text('owner').notNull(),
    token: integer('token').notNull(),
    expiresAt: integer('expires_at').notNull(),
  },
  (t) => [index('run_leases_expiry').on(t.expiresAt)],
);

/** Side effects of the example workflows. More than one of `attempts` is a fault. */
export const ledgerEntries = sqliteTable(
  'ledger_entries',
  {
    key: text('key').primaryKey(),
    runId: text('run_id').notNull(),
    action: text('action').notNull(),
    detail: json<Json>('detail').notNull(),
    attempts: integer('attempts').notNull().default(1),
    createdAt: timestamp('created_at').notNull(),
  },
  (t) => [index('ledger_entries_run').on(t.runId)],
);

/** Rows as they are read. */
export type RunRow = typeof runs.$inferSelect;
export type TaskRow = typeof tasks.$inferSelect;
export type DecisionRow = typeof decisions.$inferSelect;
