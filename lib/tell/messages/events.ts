import type { InferInsertModel, InferSelectModel } from 'drizzle-orm';
import type { NotificationKind, ToldKind } from '@/db/enums';
import type { auditEvents, notifications } from '@/db/schema';
import type { AskedBefore } from '@/db/schema/json';
import type { AuditVerb } from '@/lib/journal/audit';

type Event = Pick<
  InferSelectModel<typeof auditEvents>,
  'seq' | 'verb' | 'actorId' | 'runId' | 'taskId' | 'data' | 'at'
>;
export type NewNotification = InferInsertModel<typeof notifications>;

const operators = ['role:operator', 'role:admin'];

type Facts = {
  after?: { status?: string };
  to?: string[];
  error?: string | null;
  /** Of an answer: it can be undone for a while, and `decision.final` says when it no longer can. */
  undoable?: boolean;
  decidedBy?: { kind?: string; id: string };
  address?: string;
  agent?: string;
  outcome?: string;
};
type Telling = { kind: ToldKind; principals: string[] | null; data?: NewNotification['data'] };

/** Who is told what of one kind of event; `requester` and `by` are principals, null when the request is nobody's. */
type Teller = (event: {
  facts: Facts;
  requester: string | null;
  by: string;
  /** How the same question was answered before; null when it is the first time. */
  before: AskedBefore | null;
}) => Telling[];

const toRequester =
  (kind: NotificationKind): Teller =>
  ({ requester, by }) =>
    // What people did themselves they know.
    requester === null || requester === by ? [] : [{ kind, principals: [requester] }];

/** The same answer to the same question again is no news. */
const toldOnce: Teller = (event) =>
  event.before?.answers.some(({ outcome }) => outcome === event.facts.outcome)
    ? []
    : toRequester('decided')(event);

const toOperators: Teller = ({ facts }) => [
  { kind: 'stuck', principals: operators, data: { error: facts.error ?? null } },
];

const tellers: Partial<Record<AuditVerb, Teller>> = {
  // That it is asked again is told once; then it waits in the inbox.
  'task.opened': ({ before, facts }) =>
    facts.to
      ? [{ kind: 'escalation', principals: facts.to }]
      : (before?.times ?? 0) > 1
        ? []
        : [{ kind: 'task', principals: null }],
  'task.reassigned': () => [{ kind: 'task', principals: null }],
  'task.reminded': () => [{ kind: 'reminder', principals: null }],
  'task.escalated': ({ facts }) => [{ kind: 'escalation', principals: facts.to ?? [] }],
  'task.unanswerable': ({ facts }) => [{ kind: 'escalation', principals: facts.to ?? [] }],
  'task.answerable': () => [{ kind: 'task', principals: null }],
  'task.decided': (event) => (event.facts.undoable ? [] : toldOnce(event)),
  'decision.final': (event) => toldOnce({ ...event, by: `user:${event.facts.decidedBy?.id}` }),
  'task.expired': (event) => [...toRequester('expired')(event), { kind: 'expired', principals: null }],
  'run.finished': (event) => {
    const ended = toRequester('finished')(event);
    return event.facts.after?.status === 'failed' || event.facts.after?.status === 'tripwire'
      ? [...ended, ...toOperators(event)]
      : ended;
  },
  'link.code_sent': ({ by }) => [{ kind: 'code', principals: [by] }],
  'link.used': ({ by, facts: { address, agent } }) => [
    { kind: 'linked', principals: [by], data: { address: address ?? '', agent: agent ?? '' } },
  ],
  'decision.answered_outside': ({ facts: { decidedBy } }) => [
    {
      kind: 'stuck',
      principals: [...operators, ...(decidedBy?.kind === 'user' ? [`user:${decidedBy.id}`] : [])],
    },
  ],
  'run.lost': toOperators,
  'run.hanging': toOperators,
  'run.unreadable': toOperators,
  'outbox.stuck': toOperators,
  'task.stale': toOperators,
};

/** The verbs of the audit log that somebody is told of. */
export const toldVerbs = Object.keys(tellers) as AuditVerb[];

/** What an event of the audit log is told as; its ids are made of the event, so reading it twice is telling it once. */
export function notificationsOf(
  event: Event,
  requesterId: string | null,
  before: AskedBefore | null,
): NewNotification[] {
  const teller = tellers[event.verb as AuditVerb];
  if (!teller) return [];
  const told = teller({
    facts: (event.data ?? {}) as Facts,
    requester: requesterId === null ? null : `user:${requesterId}`,
    by: `user:${event.actorId}`,
    before,
  });
  return told.map(({ kind, principals, data }, index) => ({
    id: `${event.verb}:${event.seq}:${index}`,
    kind,
    principals,
    data: { verb: event.verb, ...(data as object | undefined) },
    runId: event.runId,
    taskId: event.taskId,
    createdAt: event.at,
  }));
}
