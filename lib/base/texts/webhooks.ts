import type { DeliveryState, WebhookEvent, WebhookMessage, WebhookState } from '@/db/enums';

/** The webhook events, in words. */
export const webhookEventTexts: Record<WebhookEvent, string> = {
  'run.started': 'A request started',
  'run.suspended': 'A request waits',
  'run.finished': 'A request finished',
  'run.failed': 'A request failed',
  'run.canceled': 'A request was cancelled',
  'task.opened': 'A question was asked',
  'task.decided': 'A question was answered',
  'task.expired': 'The time to answer ran out',
};

/** What a delivery is, in words. */
export const webhookMessageTexts: Record<WebhookMessage, string> = {
  ...webhookEventTexts,
  'webhook.test': 'A test',
};

export const webhookStateTexts: Record<WebhookState | 'failing', string> = {
  active: 'Active',
  failing: 'Failing',
  paused: 'Paused',
  off: 'Switched off',
};

export const deliveryStateTexts: Record<DeliveryState | 'again', string> = {
  pending: 'Waiting',
  again: 'Trying again',
  delivered: 'Delivered',
  failed: 'Failed',
};

export const webhookTexts = {
  title: 'Webhooks',
  help: 'Programs of yours are told what happens here, as signed messages in the Standard Webhooks format. They never hold up a request or an answer.',
  inSettings: 'Tell other programs what happens here.',
  open: 'Open webhooks',
  back: 'Settings',
  backToAll: 'Webhooks',
  list: 'Webhooks',
  empty: {
    title: 'No program is told yet',
    body: 'Add the address of a program, and it is told of the events you choose from then on.',
    operator: 'An administrator can add one.',
  },
  name: 'Name',
  nameHelp: 'What you call the program that is told.',
  url: 'Address',
  urlHelp: 'An https address. Private addresses only where the configuration allows them.',
  events: 'Events',
  eventsHelp: 'What it is told of.',
  eventCount: (count: number, all: number) =>
    count === all ? 'All events' : count === 1 ? '1 event' : `${count} events`,
  failingSince: 'First failure',
  add: { open: 'Add a webhook…', title: 'Add a webhook', confirm: 'Add', busy: 'Adding…' },
  edit: { open: 'Change…', title: 'Change the webhook', confirm: 'Save', busy: 'Saving…' },
  secret: {
    title: 'The signing secret',
    body: 'Keep it with the program that is told, so that it can check who is speaking. It is shown this once.',
    label: 'Secret',
    copy: 'Copy',
    copyLabel: 'Copy the secret',
    done: 'I have kept it',
  },
  pause: { open: 'Pause', busy: 'Pausing…', done: 'Paused. Nothing is sent to it.' },
  resume: { open: 'Resume', busy: 'Resuming…', done: 'Resumed.' },
  test: { open: 'Send a test', busy: 'Asking…', done: 'A test is sent. What came of it stands below.' },
  testBy: (name: string) => `asked for by ${name}`,
  rotate: {
    open: 'Rotate the secret…',
    title: 'Make a new secret?',
    body: 'For a day messages are signed with both, so that the program can change over.',
    confirm: 'Make a new secret',
    busy: 'Making…',
  },
  remove: {
    open: 'Delete…',
    title: 'Delete this webhook?',
    body: 'Nothing more is sent to it, and its deliveries are forgotten. What was sent stays with the program.',
    confirm: 'Delete',
    busy: 'Deleting…',
  },
  cancel: 'Cancel',
  keep: 'Not now',
  again: { open: 'Send again', busy: 'Asking…', done: 'It is sent again, under the same id.' },
  againLabel: (event: string, title: string) => `Send again: ${event}, ${title}`,
  bothUntil: 'The secret before signs, too. It stops',
  notices: {
    gone: {
      title: 'It is switched off: its receiver said that it is gone',
      todo: 'If it is back, send it a test, then resume it.',
    },
    failing: {
      title: 'It is switched off: it took nothing for days',
      todo: 'Look below at what it said. When it is mended, send it a test, then resume it; what happened in the last three days is sent then.',
    },
    paused: {
      title: 'It is paused',
      todo: 'When it is resumed, what happened in the last three days is sent.',
    },
    tried: {
      title: 'It takes nothing just now',
      todo: 'Every event is tried again, ten times within about three days.',
    },
  },
  log: 'Deliveries',
  logHelp: 'Kept for 30 days.',
  filter: 'Which deliveries',
  all: 'All',
  nothing: {
    title: 'No deliveries',
    body: 'What it is told of appears here.',
    filtered: 'There are none of this kind.',
  },
  tries: (count: number) => (count === 1 ? '1 try' : `${count} tries`),
  answered: (status: number) => `answered ${status}`,
  took: (ms: number) => (ms < 1000 ? `${ms} ms` : `${(ms / 1000).toFixed(1)} s`),
  next: 'Next try',
  last: 'Last try',
  problem: 'What went wrong',
  said: 'What it said',
  id: 'webhook-id',
  message: 'Message',
  older: 'Show older',
  newest: 'Back to the newest',
  refused: 'Nothing was changed.',
  offline: 'No answer came. Look again before you repeat it.',
} as const;
