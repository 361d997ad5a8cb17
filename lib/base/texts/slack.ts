/** Texts of the desk in Slack. */
export const slackTexts = {
  open: 'Open in Countersign',
  openToDecide: 'Open to decide',
  cancel: 'Cancel',
  reason: 'Reason',
  send: 'Send',
  close: 'Close',
  product: 'Countersign',
  elsewhere: (label: string) => `${label} …`,
  needsPage: (labels: string) => `To answer “${labels}”, open it in Countersign.`,
  confirm: (label: string) => `${label}?`,
  asYou: (name: string) => `You answer as ${name}.`,
  recorded: 'Your answer is recorded.',
  expired: 'Nobody answered in time.',
  withdrawn: 'This was withdrawn.',
  changed: 'The question has changed. Open it in Countersign to see what is asked now.',
  reopened: 'This decision was reopened.',
  notYours: 'This needs no answer of yours any more.',
  noNumber: 'must be a number',
  stranger:
    'Countersign does not know you by the mail address of your Slack account, or you may not answer this. Nothing was changed.',
  closed: 'This needs no answer any more. Nothing was changed.',
  onlyPage: 'This cannot be answered in Slack. Open it in Countersign.',
  unseen: 'This message did not show everything you would decide on. Open it in Countersign.',
  altered: 'This button is not complete. Open the question in Countersign.',
  unavailable: 'The desk cannot be reached just now. Nothing was recorded; try again in a moment.',
} as const;

/** Operators' alerts, by audit verb. */
export const slackAlertTexts = {
  heading: 'Countersign needs an operator',
  open: 'Open operations',
  verbs: {
    'run.finished': 'A request failed',
    'outbox.stuck': 'Work failed too often and is not tried again',
    'decision.answered_outside': 'Another program answered first; an answer given here was not used',
    'task.stale': 'Nobody has answered for long',
    'run.lost': 'The engine’s state is gone',
    'run.hanging': 'Nothing moves it any more',
    'task.unanswerable': 'No approver is left',
    'run.unreadable': 'The engine’s state cannot be read',
  },
} as const;
