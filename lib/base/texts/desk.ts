/** Texts of the desk: rail, inbox, task page, settings. In one place, ready to be translated. */
export const deskTexts = {
  product: 'Countersign',
  skip: 'Skip to the content',
  nav: {
    label: 'Desk',
    inbox: 'Inbox',
    runs: 'Requests',
    new: 'New request',
    newShort: 'New',
    operations: 'Operations',
    operationsShort: 'Ops',
    audit: 'Audit',
    settings: 'Settings',
    openCount: (count: number) => (count === 1 ? '1 task waits for you' : `${count} tasks wait for you`),
  },
  account: { label: 'Account', theme: 'Theme', signOut: 'Sign out', noRoles: 'No role yet' },
} as const;

export const timeTexts = { unknown: 'Unknown time' } as const;

export const roleTexts = {
  requester: 'Requester',
  approver: 'Approver',
  operator: 'Operator',
  admin: 'Administrator',
} as const;

export const shortcutTexts = {
  title: 'Keyboard shortcuts',
  off: 'Single-key shortcuts are switched off in Settings. The command palette still works.',
  open: 'Show keyboard shortcuts',
  groups: {
    list: 'In the inbox',
    task: 'On a task',
    go: 'Go to',
    everywhere: 'Everywhere',
  },
  actions: {
    next: 'Next task',
    previous: 'Previous task',
    open: 'Open the task',
    approve: 'Approve',
    reject: 'Reject (asks for the reason)',
    undo: 'Undo the last decision',
    search: 'Search',
    inbox: 'Inbox',
    runs: 'Requests',
    new: 'New request',
    help: 'This list',
    palette: 'Command palette',
    escape: 'Close, or leave a field',
  },
  inTurn: 'then',
  or: 'or',
} as const;

export const paletteTexts = {
  title: 'Command palette',
  placeholder: 'Search pages, tasks and requests…',
  pages: 'Go to',
  tasks: 'Waiting for you',
  workflows: 'New request',
  nothing: 'Nothing fits. Try other words.',
  shortcuts: 'Keyboard shortcuts',
} as const;

export const settingsTexts = {
  title: 'Settings',
  appearance: 'Appearance',
  keyboard: 'Keyboard',
  shortcuts: 'Single-key shortcuts',
  shortcutsHelp:
    'Keys such as j, k, a and r work on their own, never while you type. Keys with Ctrl or ⌘ always work.',
  you: 'You',
  name: 'Name',
  email: 'Email',
  roles: 'Roles',
  groups: 'Groups',
  none: 'None',
  changes: 'An administrator changes roles and groups.',
  save: 'Save',
  session: 'Session',
} as const;

export const inboxTexts = {
  title: 'Inbox',
  list: 'Tasks',
  views: { mine: 'For me', all: 'All open', decided: 'Decided' },
  viewsLabel: 'Views',
  search: 'Search',
  searchPlaceholder: 'Search questions and people',
  clear: 'Clear search and filter',
  workflow: 'Workflow',
  allWorkflows: 'All workflows',
  sort: 'Sort by',
  sorts: { due: 'Due first', priority: 'Priority', newest: 'Newest', oldest: 'Oldest' },
  apply: 'Apply',
  more: 'Show more',
  tooMany: 'These are the first ones. Search to find others.',
  count: (count: number, more: boolean) =>
    count === 1 ? '1 task' : `${count}${more ? ' or more' : ''} tasks`,
  asked: 'asked',
  due: 'Due',
  late: 'Late, due',
  noDue: 'No due date',
  by: (outcome: string, name: string) => `${outcome} by ${name}`,
  closed: { expired: 'Time ran out', canceled: 'Cancelled', decided: 'Decided', open: 'Open' },
  priorities: { urgent: 'Urgent', high: 'High', normal: '', low: 'Low' },
  loading: 'Loading the task…',
  back: 'Back to the list',
  gone: {
    title: 'This task is not here',
    body: 'It does not exist, or it is not for you to see. Choose another one from the list.',
  },
  empty: {
    mine: {
      title: 'Nothing waits for you',
      body: 'You are done for now. When somebody needs your answer, it appears here by itself.',
    },
    all: {
      title: 'Nothing is open',
      body: 'Every question has been answered. New ones appear here by themselves.',
    },
    decided: {
      title: 'Nothing decided yet',
      body: 'What you and others have answered is kept here, with who, when and why.',
    },
    filtered: { title: 'No task fits', body: 'Try other words, or another workflow.' },
  },
} as const;

export const taskTexts = {
  askedAgain: 'The workflow asks the same question again after this answer.',
  loading: 'Loading the task…',
  askedBy: 'Asked by',
  priority: { urgent: 'Urgent', high: 'High priority', normal: '', low: 'Low priority' },
  decide: 'Your decision',
  answer: 'Your answer',
  evidence: 'What it is about',
  evidenceCut: {
    title: 'This is very long, and is shown in part',
    download: 'Download all of it',
    read: 'I have downloaded and read all of it',
  },
  noEvidence: 'The step gave nothing to look at.',
  mayUse: (tool: string) => `${tool}: may the agent do this?`,
  stepInput: 'The step asks without saying more. This is what it was given.',
  /** The title of a question whose author gave none: the step, and the request it is about. */
  untitled: (step: string, request: string) => `${step}: ${request}`,
  /** The same for one item of a list. */
  untitledItem: (step: string, request: string, item: number) => `${step}: ${request} (item ${item})`,
  comment: 'Comment',
  optional: 'Optional',
  anyData: {
    open: 'Add data for the step…',
    label: 'Data',
    help: 'Optional. JSON that the step gets with your answer.',
  },
  neededFor: (labels: string) => `Required to ${labels.toLowerCase()}`,
  undo: {
    action: 'Undo',
    seconds: (seconds: number) => `(${seconds} s)`,
    done: 'Decision undone',
    open: 'The task is open again.',
    failed: 'The decision could not be undone',
    tooLate: 'It has been applied already.',
    noAnswer: 'The desk did not answer. Open the task to see how it stands.',
  },
  sendReason: (label: string) => `Say why, then press ${label} again or Ctrl+Enter (⌘+Enter on a Mac).`,
  errors: 'Nothing was decided yet',
  draft: { kept: 'Your draft is back.', discard: 'Discard it' },
  who: {
    title: 'Who may decide',
    any: 'One answer decides.',
    notRequester: (name: string) => `${name} asked for this.`,
    nobody: 'Nobody is named.',
  },
  soFar: { title: 'Decided so far', none: 'Nothing has been decided in this request before.' },
  history: {
    title: 'History',
    opened: 'Asked',
    decided: 'Decided',
    expired: 'Time ran out',
    canceled: 'Cancelled',
    applied: 'The request went on',
    outside: 'Not used: another program had answered',
    reminded: (people: string) => `Reminded ${people}`,
    escalated: (people: string) => `Escalated to ${people}`,
  },
  decided: {
    title: 'Decision',
    comment: 'Comment',
    answer: 'Answer',
    edits: (name: string) => `What ${name} changed`,
    pending: 'Recorded. The request goes on in a moment.',
    outside: 'Not used: another program had answered the request first.',
    turn: 'Answered, waiting for its turn: the items before it come first.',
    closed: {
      expired: 'Nobody answered in time.',
      canceled: 'The request was cancelled, so this needs no answer any more.',
    },
  },
  refused: { title: 'You cannot decide this' },
  request: 'See the whole request',
  next: 'Next task',
  toInbox: 'To the inbox',
  done: { title: 'Your decision is recorded' },
  applied: 'The request goes on.',
  recorded: 'Recorded; the request goes on in a moment.',
  outside: 'It was not used: another program had answered the request first.',
} as const;

/** Texts for when an answer was not, or perhaps not, recorded. `safe` says what is certain. */
export const decisionProblems = {
  invalid: {
    heading: 'Nothing was decided. This needs your attention:',
    title: 'Some values do not fit',
    safe: 'Nothing was decided.',
    todo: 'Look at the fields below, also whether your answer needs a reason, and decide again.',
  },
  conflict: {
    title: 'Somebody else was faster',
    safe: 'Your answer was not used, and nothing else was decided.',
    todo: '',
  },
  canceled: {
    title: 'This needs no answer any more',
    safe: 'The request was cancelled, so your answer was not used.',
    todo: '',
  },
  expired: { title: 'The time to answer is over', safe: 'Your answer was not used.', todo: '' },
  stale: {
    title: 'The question has changed',
    safe: 'Nothing was decided.',
    todo: 'Load it again and look at what is asked now.',
  },
  forbidden: { title: 'You may not decide this', safe: 'Nothing was decided.', todo: '' },
  not_found: {
    title: 'This task is not here any more',
    safe: 'Nothing was decided.',
    todo: 'Go on with another one.',
  },
  unauthenticated: {
    title: 'Your session has ended',
    safe: 'Nothing was decided. Your draft is kept on this device.',
    todo: 'Sign in again; you come back to this task.',
  },
  too_large: {
    title: 'The answer is too long',
    safe: 'Nothing was decided.',
    todo: 'Shorten it and decide again.',
  },
  rate_limited: {
    title: 'Too many requests at once',
    safe: 'Nothing was decided.',
    todo: 'Wait a minute, then decide again.',
  },
  refused: {
    title: 'The desk did not take this answer',
    safe: 'Nothing was decided.',
    todo: 'Load the task again and try once more.',
  },
  offline: {
    title: 'No connection',
    safe: 'Your answer may or may not have been recorded.',
    todo: 'Decide again when you are back online: the same answer counts once.',
  },
  unknown: {
    title: 'The desk did not answer',
    safe: 'Your answer may or may not have been recorded.',
    todo: 'Decide again: the same answer counts once.',
  },
} as const;

export const problemActions = {
  reload: 'Load it again',
  signIn: 'Sign in',
  see: 'See the decision',
} as const;

const verbs: Record<string, { doing: string; done: string }> = {
  approve: { doing: 'Approving…', done: 'Approved' },
  reject: { doing: 'Rejecting…', done: 'Rejected' },
  'request changes': { doing: 'Requesting changes…', done: 'Changes requested' },
  confirm: { doing: 'Confirming…', done: 'Confirmed' },
  accept: { doing: 'Accepting…', done: 'Accepted' },
  decline: { doing: 'Declining…', done: 'Declined' },
  deny: { doing: 'Denying…', done: 'Denied' },
  submit: { doing: 'Submitting…', done: 'Submitted' },
  publish: { doing: 'Publishing…', done: 'Published' },
  'send for review': { doing: 'Sending…', done: 'Sent for review' },
};

/** The button's label while its decision is being sent. */
export const doing = (label: string): string => verbs[label.toLowerCase()]?.doing ?? 'Sending…';

/** A decision in the past tense: "Approved". An author's own label stays as it is. */
export const done = (label: string): string => verbs[label.toLowerCase()]?.done ?? label;

/** "Mia Chen approved this"; for an author's own label: "Mia Chen answered “Escalate”". */
export function whoDid(name: string, label: string): string {
  const past = verbs[label.toLowerCase()]?.done;
  if (past === undefined) return `${name} answered “${label}”`;
  return label.toLowerCase() === 'request changes'
    ? `${name} requested changes`
    : `${name} ${past.toLowerCase()} this`;
}
