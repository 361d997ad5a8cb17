import type { ToldKind, WebhookEvent } from '@/db/enums';
import type { AskedBefore, Json } from '@/db/schema/json';
import { isRecord } from '@/lib/base/schema/types';
import type { AuditVerb } from '@/lib/journal/audit';

/** The parts of an event's data that notifications may contain. */
export type Facts = {
  after?: { status?: string };
  to?: string[];
  error?: string | null;
  /** For an answer: it can be undone for a while; `decision.final` reports when it no longer can. */
  undoable?: boolean;
  /** For a question: it is the first since the run was suspended. */
  suspends?: boolean;
  decidedBy?: { kind?: string; id: string };
  address?: string;
  agent?: string;
  outcome?: string;
};

export const factsOf = (data: Json): Facts => (isRecord(data) ? (data as Facts) : {});

/**
 * One notification and its recipients, as principals; null: everybody who may answer the task when it is
 * sent.
 */
export type Notification = { kind: ToldKind; principals: string[] | null; data?: { [key: string]: Json } };

/**
 * An event to notify people of; `requester` and `by` are principals, null when the request has no requester.
 */
export type ToldEvent = {
  facts: Facts;
  requester: string | null;
  by: string;
  /** The earlier answer to the same question; null the first time. */
  before: AskedBefore | null;
};

/** Who is notified of an event, and how. */
export type Telling = {
  /** By mail and Slack, by each person's preferences. */
  people?: (event: ToldEvent) => Notification[];
  /** The event's names for webhooks. */
  webhooks?: (facts: Facts) => WebhookEvent[];
  /** Slack messages about its task may be outdated afterwards. */
  outdates?: true;
  /** Operators, by Slack's incoming webhook. */
  alerts?: (facts: Facts) => boolean;
  /** The event itself is not sent, but it makes something else due to be sent again. */
  resends?: true;
};

const operators = ['role:operator', 'role:admin'];
const always = () => true;
const hasFailed = ({ after }: Facts) => after?.status === 'failed' || after?.status === 'tripwire';

const toRequester =
  (kind: ToldKind) =>
  ({ requester, by }: ToldEvent): Notification[] =>
    // Nobody is notified of their own actions.
    requester === null || requester === by ? [] : [{ kind, principals: [requester] }];

/** Repeating the same answer to the same question notifies nobody. */
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

/** People are notified of the first repeat only; later ones wait in the inbox. */
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
 * Every audit verb and its notifications. Writing the event is enough: no route and no verb sends anything
 * itself.
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
    // The first question also reports that the run is suspended.
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

/** The verbs that alert operators. */
export type AlertedVerb = {
  [Verb in AuditVerb]: (typeof eventTable)[Verb] extends { alerts: unknown } ? Verb : never;
}[AuditVerb];

const entries = Object.entries(eventTable) as [AuditVerb, Telling][];

/** The table's entry for a verb; empty for a verb of an older release. */
export const tellingOf = (verb: string): Telling =>
  Object.hasOwn(eventTable, verb) ? eventTable[verb as AuditVerb] : {};

/** The verbs that are sent this way. */
export const verbsTold = (way: keyof Telling): AuditVerb[] =>
  entries.filter(([, telling]) => telling[way] !== undefined).map(([verb]) => verb);

/** Whether an event must be sent, or makes something due to be sent. */
export const mustBeTold = (verb: string): boolean => Object.keys(tellingOf(verb)).length > 0;
