import type { CloseReason } from '@/db/enums';
/** Texts of the request pages: the list, one request, and making a new one. */
export const runsTexts = {
  title: 'Requests',
  newRequest: 'New request',
  views: 'Whose requests',
  mine: 'My requests',
  everyone: 'Everyone’s',
  groups: 'Which requests',
  active: 'Open',
  finished: 'Finished',
  all: 'All',
  requested: 'requested',
  asked: 'Asked',
  changed: 'Last change',
  ended: 'Ended',
  more: 'Show more',
  newest: 'Back to the newest',
  empty: {
    active: {
      title: 'Nothing of yours is open',
      body: 'When you ask for something, you can watch here who has it.',
    },
    finished: { title: 'Nothing has finished yet', body: 'Requests move here when they end.' },
    all: { title: 'No requests yet', body: 'When you ask for something, you can watch here who has it.' },
    page: { title: 'No more requests', body: 'The list ends here.' },
  },
} as const;

export const runTexts = {
  back: 'Requests',
  by: 'Requested by',
  you: 'you',
  timeline: 'Progress',
  request: 'The request',
  requestHelp: 'What was asked for, as it was sent.',
  result: 'Result',
  round: (number: number) => `Round ${number}`,
  together: 'At the same time',
  waitingFor: 'Waiting for',
  askedOf: 'Asked of',
  byItself: 'Goes on by itself',
  began: 'began',
  asked: 'asked',
  due: 'due',
  ended: 'ended',
  wasDue: 'was due',
  comment: 'Comment',
  edits: (name: string) => `What ${name} changed`,
  applying: 'Recorded; the next step follows at once.',
  reminded: (people: string) => `Reminded ${people}`,
  escalated: (people: string) => `Escalated to ${people}`,
  timeRanOut: 'The time to answer ran out',
  withdrawn: 'The question was withdrawn',
  working: ({ steps, mayAsk }: { steps: string[]; mayAsk: boolean }) => {
    const now = steps.length > 0 ? `Working: ${steps.join(', ')}` : 'Working';
    return mayAsk ? `${now}. A decision may follow.` : now;
  },
  live: { live: 'Live', reconnecting: 'Reconnecting…' },
  liveHelp: {
    live: 'This page updates by itself.',
    reconnecting: 'The connection was lost. What you see may be a little old.',
  },
  failed: {
    title: (step: string | undefined) => (step ? `This request failed at “${step}”` : 'This request failed'),
    safe: 'What was decided is kept.',
    todo: 'Tell an operator, or make the request again.',
    reference: (runId: string) => `Operators can find the details under ${runId}.`,
  },
  stopped: { title: 'This request was stopped', todo: 'Tell an operator if you did not expect this.' },
  lost: {
    title: 'The state of this request was lost',
    safe: 'What was asked and decided is kept below.',
    todo: 'An operator can rebuild it.',
  },
  canceled: { title: 'This request was cancelled', reason: 'Reason' },
  noResult: 'It ended without a result to show.',
} as const;

export const cancelTexts = {
  open: 'Cancel request',
  title: 'Cancel this request?',
  body: 'Nobody will be asked about it any more. What was already done is not undone.',
  reason: 'Reason',
  optional: 'Optional',
  confirm: 'Cancel request',
  busy: 'Cancelling…',
  keep: 'Keep it',
  ended: 'This request has already ended.',
  failed: 'It could not be cancelled.',
  failedSafe: 'You can safely try again.',
} as const;

export const newTexts = {
  title: 'New request',
  intro: 'Choose what you want to ask for.',
  back: 'New request',
  search: 'Search',
  searchLabel: 'Search what you can ask for',
  none: { title: 'Nothing to ask for yet', body: 'No workflow is installed on this desk.' },
  noMatch: { title: 'Nothing found', action: 'Show all' },
  noDecision: 'Runs by itself',
  decisions: (names: readonly string[]) =>
    `${names.length} ${names.length === 1 ? 'decision' : 'decisions'}: ${names.join(', ')}`,
  whoDecides: 'Who is asked',
  submit: 'Send request',
  sending: 'Sending…',
  discard: 'Start over',
  draftKept: 'Your draft was kept.',
  correct: 'Some values do not fit',
  signIn: 'Sign in in a new tab',
} as const;

export type RequestProblem = { title: string; safe?: string; todo?: string };

/** The states of a step in the timeline. */
export const stepWords = {
  done: 'Done',
  waiting: 'Waiting',
  working: 'Working',
  failed: 'Failed',
  to_come: 'To come',
  not_needed: 'Not needed',
  not_reached: 'Not reached',
  canceled: 'Cancelled',
  unfinished: 'Not finished',
} as const;

/** What a refused request says, by error code; `offline` when no response came. */
const requestProblemTexts: Record<string, RequestProblem> = {
  offline: {
    title: 'No answer came from the desk.',
    safe: 'Your request may or may not have arrived. Sending it again is safe: it will count once.',
    todo: 'Check your connection, then send it again without changes.',
  },
  conflict: {
    title: 'An earlier try of this request did arrive, with other values.',
    safe: 'What you changed since was not sent.',
    todo: 'Look at your requests before you send this one as well.',
  },
  invalid: {
    title: newTexts.correct,
    safe: 'Nothing was sent.',
    todo: 'Correct the fields and send it again.',
  },
  malformed: {
    title: 'The form could not be read.',
    safe: 'Nothing was sent.',
    todo: 'Reload the page and try again.',
  },
  not_found: { title: 'This kind of request does not exist any more.', todo: 'Go back and choose another.' },
  forbidden: {
    title: 'You may not make this request.',
    todo: 'An administrator can give you the role it needs.',
  },
  unauthenticated: {
    title: 'Your session has ended.',
    safe: 'Your draft is kept on this device.',
    todo: 'Sign in again, then send it.',
  },
  too_large: { title: 'The request is too large.', todo: 'Shorten long texts, or link to them.' },
  rate_limited: { title: 'There were too many requests.', todo: 'Wait a minute, then try again.' },
  unavailable: {
    title: 'The desk cannot take requests right now.',
    safe: 'Nothing was sent.',
    todo: 'Try again in a moment.',
  },
  internal: {
    title: 'Something went wrong on our side.',
    safe: 'Sending it again is safe: it will count once.',
    todo: 'Try again. If it goes on, tell an operator the reference.',
  },
};

export const requestProblem = (code: string | undefined): RequestProblem | null =>
  code === undefined ? null : (requestProblemTexts[code] ?? requestProblemTexts.internal ?? null);

/** Why a task closed without a decision. */
export const closeReasonTexts = {
  run_canceled: 'The request was cancelled.',
  run_ended: 'The run has ended.',
  asked_again: 'The step asked again.',
  time_over: 'The time to answer was over.',
  decision_reopened: 'An earlier decision was reopened.',
  run_rewound: 'The request went back to an earlier step.',
  run_restarted: 'The step is run again.',
  run_rebuilt: 'The request is being rebuilt.',
  answered_outside: 'Another program has answered this.',
} satisfies Record<CloseReason, string>;
