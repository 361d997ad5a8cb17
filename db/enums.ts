/** Closed sets of words that columns, API and UI share (docs/architecture.md explains them). */
export const runStatuses = [
  'pending',
  'running',
  'waiting',
  'suspended',
  'success',
  'failed',
  'canceled',
  'tripwire',
  'lost',
] as const;
export type RunStatus = (typeof runStatuses)[number];
export const finalRunStatuses = [
  'success',
  'failed',
  'canceled',
  'tripwire',
  'lost',
] as const satisfies readonly RunStatus[];

export const isFinal = (status: string): boolean => (finalRunStatuses as readonly string[]).includes(status);

/** What operators are told of a run's data. The words are those of the audit log. */
export const runFindingKinds = ['run.data_lost', 'run.snapshot_large', 'run.snapshot_too_large'] as const;
export type RunFindingKind = (typeof runFindingKinds)[number];

export const taskStates = ['open', 'decided', 'expired', 'canceled'] as const;
export type TaskState = (typeof taskStates)[number];

/** Why a task closed without a decision of people; the words are in lib/base/texts/runs.ts. */
export const closeReasons = [
  'run_canceled',
  'run_ended',
  'asked_again',
  'time_over',
  'decision_reopened',
  'run_rewound',
  'run_restarted',
  'run_rebuilt',
  'answered_outside',
] as const;
export type CloseReason = (typeof closeReasons)[number];

export const taskKinds = ['step', 'tool-call', 'event', 'check'] as const;
export type TaskKind = (typeof taskKinds)[number];

export const priorities = ['low', 'normal', 'high', 'urgent'] as const;
export type Priority = (typeof priorities)[number];

/** How somebody who opens a link proves to be its recipient, beyond having the link. */
export const linkProofs = ['confirm', 'code', 'sign-in'] as const;
export type LinkProof = (typeof linkProofs)[number];

export const roles = ['requester', 'approver', 'operator', 'admin'] as const;
export type Role = (typeof roles)[number];

export const actorKinds = ['user', 'link', 'apiKey', 'slack', 'system'] as const;
export type ActorKind = (typeof actorKinds)[number];

export const channels = ['web', 'api', 'link', 'mail', 'slack', 'system'] as const;
export type Channel = (typeof channels)[number];

/** What a sweep does, in this order. */
export const sweepParts = [
  'checks',
  'signals',
  'candidates',
  'expiry',
  'reminders',
  'escalation',
  'stale tasks',
  'debts',
  'runs',
  'adoption',
  'hanging',
  'alerts',
  'retention',
  'audit seals',
  'webhooks',
  'notifications',
] as const;
export type SweepPart = (typeof sweepParts)[number];

/** `kept` until something waits for it or it expires; `refused`: its data did not match the resume schema. */
export const signalStates = ['kept', 'used', 'refused', 'expired'] as const;

/** `answering`: a decision was handed to the agent; from then on its tool is not run again. */
export const agentCallStates = ['running', 'asking', 'answering', 'done', 'abandoned'] as const;

/** `revise`, `restart` and `time-travel` put a run back to a step, `rebuild` starts it again from its journal. */
export const outboxKinds = [
  'start',
  'resume',
  'revise',
  'restart',
  'time-travel',
  'rebuild',
  'cancel',
] as const;
export type OutboxKind = (typeof outboxKinds)[number];

/** `held`: not its turn yet; finishing earlier work for the run makes it pending again. */
export const outboxStates = ['pending', 'held', 'done', 'stuck'] as const;
export type OutboxState = (typeof outboxStates)[number];

/** Events that webhooks can send. */
export const webhookEvents = [
  'run.started',
  'run.suspended',
  'run.finished',
  'run.failed',
  'run.canceled',
  'task.opened',
  'task.decided',
  'task.expired',
] as const;
export type WebhookEvent = (typeof webhookEvents)[number];

/** What an endpoint receives: the events it subscribed to, and tests sent by administrators. */
export const webhookMessages = [...webhookEvents, 'webhook.test'] as const;
export type WebhookMessage = (typeof webhookMessages)[number];

/** `paused` by an administrator; `off` automatically, after the receiver failed for days or answered 410. */
export const webhookStates = ['active', 'paused', 'off'] as const;
export type WebhookState = (typeof webhookStates)[number];

export const deliveryStates = ['pending', 'delivered', 'failed'] as const;
export type DeliveryState = (typeof deliveryStates)[number];

/** Kinds of notifications. `task`: one that they may answer; `finished`: a request of theirs; `stuck`: for operators. */
export const notificationKinds = [
  'task',
  'reminder',
  'escalation',
  'decided',
  'expired',
  'finished',
  'stuck',
  'digest',
] as const;
export type NotificationKind = (typeof notificationKinds)[number];

/** Mails about a person's own link, sent whatever they chose: the code, and that the link decided. */
export const linkMessageKinds = ['code', 'linked'] as const;
export const toldKinds = [...notificationKinds, ...linkMessageKinds] as const;
export type ToldKind = (typeof toldKinds)[number];

/** `more` replaces messages of one run beyond the limit. */
export const messageKinds = [...toldKinds, 'more'] as const;
export type MessageKind = (typeof messageKinds)[number];

export const notificationChannels = ['mail', 'slack'] as const;
export type NotificationChannel = (typeof notificationChannels)[number];

/** `skipped`: outdated or unwanted; `stuck`: given up, for operators. */
export const messageStates = ['pending', 'sent', 'skipped', 'stuck'] as const;
export type MessageState = (typeof messageStates)[number];
