export const linkTexts = {
  title: 'Answer by link',
  asYou: (name: string) => `You answer as ${name}.`,
  notYou: 'If that is not you, close this page.',
  nothingYet: 'Mail scanners open links and press buttons, so nothing is chosen for you.',
  yourAnswer: 'Your decision',
  typeIt: (number: string) => `To confirm, type ${number}`,
  code: 'The code from our mail',
  codeHelp: 'Six digits. It works for ten minutes.',
  sendCode: 'Mail me a code',
  sendAnother: 'Mail me another code',
  codeFirst: 'To decide here you need a code, which we mail to you.',
  codeSent: 'A code is on its way to your mailbox.',
  send: 'Send my decision',
  others: 'With an account you can also decide in Countersign.',
  open: 'Open the task',
  done: {
    title: 'Your answer is recorded',
    body: 'The request goes on. You can close this page.',
    toInbox: 'Go to the inbox',
  },
  settings: {
    title: 'Answering by link',
    help: 'Links in mails and buttons in Slack answer without signing in. Switched off here, they stop working at once, also those that were sent already.',
    all: 'Links work',
    workflows: 'For each workflow',
    save: 'Save links',
    saved: 'Saved.',
  },
} as const;

/** Texts of the page for a link that does not work. They reveal nothing about the task. */
export const linkRefusalTexts = {
  altered: {
    title: 'This link is not complete',
    body: 'Open it from the message once more, or sign in to find the question in your inbox.',
  },
  expired: {
    title: 'This link has run out',
    body: 'Links only work for a while. Sign in to answer, if it can still be answered.',
  },
  used: { title: 'This link has been used', body: 'It works once, and the answer it gave is recorded.' },
  closed: {
    title: 'This needs no answer any more',
    body: 'It was answered, or withdrawn, or its time is over. Nothing was changed.',
  },
  stale: {
    title: 'The question has changed',
    body: 'This link belongs to the question as it was before. Sign in to see what is asked now.',
  },
  off: { title: 'Links are switched off', body: 'Answering by link is not allowed here. Sign in to answer.' },
  recipient: {
    title: 'This link is for somebody else',
    body: 'It was sent to another person than the one who is signed in here. Nothing was changed.',
  },
  right: {
    title: 'You may not answer this',
    body: 'The one this link was sent to is not among those who may answer. Nothing was changed.',
  },
  signIn: { title: 'Sign in to answer', body: 'This link only works for who is signed in.' },
  large: {
    title: 'This is too long for a link',
    body: 'You would decide on more than this page can show. Sign in to read all of it and decide.',
  },
  elsewhere: {
    title: 'This came from another site',
    body: 'An answer can only be sent from the page of the link itself. Nothing was changed.',
  },
  limited: { title: 'Too many links that do not work', body: 'Wait a minute, then try again.' },
  unavailable: {
    title: 'The desk cannot be reached just now',
    body: 'Nothing was recorded. Try again in a moment.',
  },
  failed: {
    title: 'Something went wrong on our side',
    body: 'Your answer may or may not have been recorded. Open the link again to see.',
  },
};
export const linkRefusalToInbox = 'Sign in';
