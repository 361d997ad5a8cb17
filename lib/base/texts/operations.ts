import type { OutboxKind, SweepPart } from '@/db/enums';
import type { AskedBefore } from '@/db/schema/json';
import { askedAgain } from './asked-again';

const owed: Record<OutboxKind, string> = {
  start: 'Starting it',
  resume: 'Applying a decision',
  revise: 'Reopening a decision',
  restart: 'Restarting it',
  'time-travel': 'Rewinding to a step',
  rebuild: 'Rebuilding it',
  cancel: 'Cancelling it',
};

/** What a sweep does, each as the subject of a sentence. */
const sweepParts: Record<SweepPart, string> = {
  checks: 'Asking whether a step may go on',
  signals: 'Matching signals with the steps that wait for them',
  candidates: 'Checking that each task has an approver',
  expiry: 'Expiring overdue tasks',
  reminders: 'Sending reminders',
  escalation: 'Escalating tasks',
  'stale tasks': 'Finding tasks that have waited long',
  debts: 'Driving the workflow',
  runs: 'Comparing requests with their workflow state',
  adoption: 'Taking in requests of other programs',
  hanging: 'Finding requests that stand still',
  alerts: 'Alerting operators in Slack',
  retention: 'Removing old workflow state',
  'audit seals': 'Sealing the audit log',
  webhooks: 'Sending webhooks',
  notifications: 'Notifying people',
};

/** What is wrong, in words. */
export const findingTexts = {
  owed,
  sweepParts,
  recovery: (what: string, times: number) =>
    `${what} has failed ${times === 1 ? 'once' : `${times} times`} in a row. Each sweep tries again; see the log for the cause.`,
  stuck: (what: string, tries: number) => `${what} failed ${tries} times. It is not tried again by itself.`,
  lagging: (what: string) => `${what} has been due for minutes, and nobody does it.`,
  failed: (step: string | null) => (step ? `It failed at “${step}”.` : 'It failed.'),
  lost: 'The engine’s state of it is gone. What was asked and decided is kept.',
  unreadable: 'The engine’s state of it cannot be read.',
  oversized: (size: string) => `The engine’s state of it has grown to ${size}.`,
  hanging:
    'It has not ended, and nothing moves it: no open task, no timer, no work that is due. Rewind it to a step, rebuild it or cancel it.',
  unanswerable:
    'None of its approvers may decide it, so operators are asked. Decide it, reassign it, or give the group a member.',
  repeated: (before: AskedBefore | null) =>
    `${before ? askedAgain(before) : ''} The workflow asks the same after each answer; its author should end it, or change what it asks.`,
  overdue: 'Nobody has answered in time.',
  stale: 'Nobody has answered for long, and it has no date.',
  webhookFailing: 'It has taken no event for over an hour. Each is tried again.',
  webhookGone: 'Its receiver said that it is gone, so it was switched off. Nothing is sent to it.',
  webhookOff: 'It took nothing for days, so it was switched off. Nothing is sent to it.',
  sweepsTitle: 'Sweep',
  sweepsLateTitle: 'The sweeps do not run',
  sweepsNever: 'No sweep is known to have run yet. Without them nothing goes on after a crash.',
  sweepsLate: 'The last sweep was a while ago. Without them nothing goes on after a crash.',
};

export const kindTexts = {
  stuck: 'Stuck',
  lost: 'Lost',
  unreadable: 'Unreadable',
  failed: 'Failed',
  hanging: 'Standing still',
  unanswerable: 'No approver left',
  repeated: 'Asked again',
  lagging: 'Lagging',
  overdue: 'Overdue',
  stale: 'Waiting long',
  oversized: 'Too large',
  recovery: 'Recovery errors',
  webhooks: 'Webhooks',
  deliveries: 'Messages',
  sweeps: 'Sweeps',
};

type ActionText = { open: string; title: string; body: string; confirm: string; busy: string };

export const actionTexts = {
  retry: {
    open: 'Try again',
    title: 'Try again now?',
    body: 'Everything that is owed to this request is due at once, with all its tries.',
    confirm: 'Try again',
    busy: 'Trying…',
  },
  restart: {
    open: 'Restart…',
    title: 'Restart from the failed step?',
    body: 'Completed steps won’t run again.',
    confirm: 'Restart',
    busy: 'Restarting…',
  },
  'time-travel': {
    open: 'Rewind…',
    title: 'Rewind to a step?',
    body: 'That step and all after it run again, and decisions made there no longer count. What steps did outside is not undone.',
    confirm: 'Rewind',
    busy: 'Rewinding…',
  },
  rebuild: {
    open: 'Rebuild…',
    title: 'Rebuild this request?',
    body: 'It starts again with the same input. Recorded decisions are applied again, as long as it asks the same.',
    confirm: 'Rebuild',
    busy: 'Rebuilding…',
  },
  cancel: {
    open: 'Cancel…',
    title: 'Cancel this request?',
    body: 'Nobody will be asked about it any more. What was already done is not undone.',
    confirm: 'Cancel request',
    busy: 'Cancelling…',
  },
  reassign: {
    open: 'Ask others…',
    title: 'Ask other people?',
    body: 'They are asked instead of those who are asked now.',
    confirm: 'Ask them',
    busy: 'Asking…',
  },
} satisfies Record<string, ActionText>;

export const operationsTexts = {
  title: 'Operations',
  kinds: 'What needs attention',
  everything: 'All',
  empty: { title: 'All is well', body: 'Nothing is stuck, lost, failed or late.', sweep: 'Last sweep' },
  count: (count: number) => (count >= 100 ? '100 or more' : String(count)),
  badge: (count: number) =>
    count === 1 ? '1 matter needs an operator' : `${count} matters need an operator`,
  detail: 'What was said',
  request: 'Request',
  snapshot: 'Snapshot',
  all: (kind: string) => `All: ${kind}`,
  more: 'Show more',
  first: 'Back to the first',
  select: (title: string) => `Choose “${title}”`,
  chosen: (count: number) => `${count} chosen`,
  keep: 'Not now',
  reason: 'Reason',
  reasonHelp: 'Kept in the audit log.',
  to: 'Who is asked instead',
  step: 'Step',
  loading: 'Looking what would run again…',
  runsAgain: 'These steps do their work again, with everything they cause:',
  askedAgain: 'These are asked again:',
  answersKept: 'It gets the same decision again:',
  answers: 'These decisions are applied again, in this order:',
  askedAnew: 'asked anew',
  nothingAgain: 'No finished step runs again.',
  applied: 'Done.',
  recorded: 'Recorded; it is done in a moment.',
  refused: 'Nothing was changed.',
  offline: 'No answer came. It may or may not have been recorded; look again before you repeat it.',
  results: (done: number, refused: number) =>
    refused === 0 ? `Done for ${done}.` : `Done for ${done}; refused for ${refused}.`,
} as const;
