import type { ToldKind, WebhookEvent } from '@/db/enums';
import type { AskedBefore, Json } from '@/db/schema/json';
import { isRecord } from '@/lib/base/schema/types';
import type { AuditVerb } from '@/lib/journal/audit';

/** The parts of an event's data that are sent to anybody. */
export type Facts = {
  after?: { status?: string };
  to?: string[];
  error?: string | null;
  /** Of an answer: it can be undone for a while, and `decision.final` says when it no longer can. */
  undoable?: boolean;
  /** Of a question: it is the first one of a wait. */
  suspends?: boolean;
  decidedBy?: { kind?: string; id: string };
  address?: string;
  agent?: string;
  outcome?: string;
};

export const factsOf = (data: Json): Facts => (isRecord(data) ? (data as Facts) : {});

/** One thing to tell people, as principals; null: whoever may answer the task by then. */
export type Notification = { kind: ToldKind; principals: string[] | null; data?: { [key: string]: Json } };

/** An event for people; `requester` and `by` are principals, null when the request is nobody's. */
export type ToldEvent = {
  facts: Facts;
  requester: string | null;
  by: string;
  /** How the same question was answered before; null when it is the first time. */
  before: AskedBefore | null;
};

/** Who hears about an event, and how. */
export type Telling = {
  /** By mail and Slack, as each person chose. */
  people?: (event: ToldEvent) => Notification[];
  /** Programs outside: the names of the event there. */
  webhooks?: (facts: Facts) => WebhookEvent[];
  /** Messages in Slack that ask about its task may say something else from now on. */
  outdates?: true;
  /** Operators, by Slack's incoming webhook. */
  alerts?: (facts: Facts) => boolean;
  /** The event itself is sent to nobody, but something that was waiting to be sent is due again. */
  resends?: true;
};

const operators = ['role:operator', 'role:admin'];
const always = () => true;
const hasFailed = ({ after }: Facts) => after?.status === 'failed' || after?.status === 'tripwire';

const toRequester =
  (kind: ToldKind) =>
  ({ requester, by }: ToldEvent): Notification[] =>
    // What people did themselves they know.
    requester === null || requester === by ? [] : [{ kind, principals: [requester] }];

/** The same answer to the same question again is no news. */
const decidedOnce = (event: ToldEvent): Notification[] =>
  event.before?.answers.some(({ outcome }) => outcome === event.facts.outcome)
    ? []
    : toRequester('decided')(event);

const toOperators = ({ facts }: ToldEvent): Notification[] => [
  { kind: 'stuck', principals: operators, data: { error: facts.error ?? null } },
];

const candidates = (): Notification[] => [{ kind: 'task', principals: null }];
const escalated = ({ facts }: ToldEvent): Notification[] => [
  { kind: 'escalation', principals: facts.to ?? [] },
];

/** People hear once that it was asked again; after that it waits in the inbox. */
function opened(event: ToldEvent): Notification[] {
  if (event.facts.to) return escalated(event);
  return (event.before?.times ?? 0) > 1 ? [] : candidates();
}

function endOf({ after }: Facts): WebhookEvent[] {
  if (after?.status === 'success') return ['run.finished'];
  if (after?.status === 'canceled') return ['run.canceled'];
  return hasFailed({ after }) ? ['run.failed'] : [];
}

const silent = <Verb extends AuditVerb>(...verbs: Verb[]) =>
  Object.fromEntries(verbs.map((verb) => [verb, {}])) as Record<Verb, Telling>;

/**
 * Every audit verb, and who hears about it. Writing the event is enough: no route and no verb sends anything itself.
 */
export const eventTable = {
  'run.started': { webhooks: () => ['run.started'] },
  'run.finished': {
    people: (event) => [
      ...toRequester('finished')(event),
      ...(hasFailed(event.facts) ? toOperators(event) : []),
    ],
    webhooks: endOf,
    alerts: hasFailed,
  },
  'task.opened': {
    people: opened,
    // The first question of a wait says that its run is suspended now.
    webhooks: ({ suspends }) => (suspends === true ? ['run.suspended', 'task.opened'] : ['task.opened']),
  },
  'task.reassigned': { people: candidates, outdates: true },
  'task.reminded': { people: () => [{ kind: 'reminder', principals: null }] },
  'task.escalated': { people: escalated },
  'task.unanswerable': { people: escalated, alerts: always },
  'task.answerable': { people: candidates },
  'task.decided': {
    people: (event) => (event.facts.undoable ? [] : decidedOnce(event)),
    webhooks: ({ undoable }) => (undoable === true ? [] : ['task.decided']),
    outdates: true,
  },
  'decision.final': {
    people: (event) => decidedOnce({ ...event, by: `user:${event.facts.decidedBy?.id}` }),
    webhooks: () => ['task.decided'],
  },
  'task.expired': {
    people: (event) => [...toRequester('expired')(event), { kind: 'expired', principals: null }],
    webhooks: () => ['task.expired'],
    outdates: true,
  },
  'task.canceled': { outdates: true },
  'task.renewed': { outdates: true },
  'decision.revised': { outdates: true },
  'decision.undone': { outdates: true },
  'decision.answered_outside': {
    people: ({ facts: { decidedBy } }) => [
      {
        kind: 'stuck',
        principals: [...operators, ...(decidedBy?.kind === 'user' ? [`user:${decidedBy.id}`] : [])],
      },
    ],
    alerts: always,
  },
  'link.code_sent': { people: ({ by }) => [{ kind: 'code', principals: [by] }] },
  'link.used': {
    people: ({ by, facts: { address, agent } }) => [
      { kind: 'linked', principals: [by], data: { address: address ?? '', agent: agent ?? '' } },
    ],
  },
  'run.lost': { people: toOperators, alerts: always },
  'run.hanging': { people: toOperators, alerts: always },
  'run.unreadable': { people: toOperators, alerts: always },
  'outbox.stuck': { people: toOperators, alerts: always },
  'task.stale': { people: toOperators, alerts: always },
  'delivery.retried': { resends: true },
  'webhook.resumed': { resends: true },
  'webhook.redelivered': { resends: true },
  'webhook.tested': { resends: true },
  ...silent(
    'run.requested',
    'run.data_lost',
    'run.snapshot_large',
    'run.snapshot_too_large',
    'run.snapshot_pruned',
    'run.cancel_requested',
    'run.adopted',
    'run.projected',
    'run.found',
    'run.readable',
    'lease.lost',
    'run.restart_requested',
    'run.time_travel_requested',
    'run.rebuild_requested',
    'run.rebuilt',
    'task.revealed',
    'task.asked_again',
    'decision.applied',
    'decision.not_applied',
    'decision.replayed',
    'decision.not_replayed',
    'key.created',
    'key.granted',
    'key.revoked',
    'user.created',
    'user.signed_in',
    'user.sign_in_refused',
    'user.signed_out',
    'user.password_changed',
    'check.failed',
    'signal.received',
    'signal.refused',
    'signal.expired',
    'outbox.retried',
    'delivery.stuck',
    'notifications.chosen',
    'link.refused',
    'slack.refused',
    'links.switched_off',
    'links.switched_on',
    'webhook.created',
    'webhook.changed',
    'webhook.paused',
    'webhook.secret_rotated',
    'webhook.deleted',
    'webhook.switched_off',
    'audit.exported',
  ),
} satisfies Record<AuditVerb, Telling>;

/** The verbs that operators are alerted to. */
export type AlertedVerb = {
  [Verb in AuditVerb]: (typeof eventTable)[Verb] extends { alerts: unknown } ? Verb : never;
}[AuditVerb];

const entries = Object.entries(eventTable) as [AuditVerb, Telling][];

/** What the table says of a verb; nothing of one of an older release. */
export const tellingOf = (verb: string): Telling =>
  Object.hasOwn(eventTable, verb) ? eventTable[verb as AuditVerb] : {};

/** The verbs that are sent this way. */
export const verbsTold = (way: keyof Telling): AuditVerb[] =>
  entries.filter(([, telling]) => telling[way] !== undefined).map(([verb]) => verb);

/** Whether an event has to be sent to somebody, or makes something due to be sent. */
export const mustBeTold = (verb: string): boolean => Object.keys(tellingOf(verb)).length > 0;
