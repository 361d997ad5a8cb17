import type { MessageKind, MessageState, NotificationChannel, NotificationKind } from '@/db/enums';

/** Texts of messages to people. Subjects are one line. */
export const noticeTexts = {
  task: { subject: (title: string) => title, intro: (name: string) => `${name} asks for your answer.` },
  reminder: {
    subject: (title: string) => `Reminder: ${title}`,
    intro: (due: string | null) =>
      due === null ? 'Your answer is still needed.' : `Your answer is still needed. It is due ${due}.`,
  },
  escalation: {
    subject: (title: string) => `Nobody has answered: ${title}`,
    intro: 'Nobody has answered so far, so you are asked as well.',
  },
  again: {
    subject: (title: string) => `Asked again: ${title}`,
    intro: (again: string) =>
      `${again} The workflow asks the same question after this answer. You won’t get a message for each time.`,
  },
  unanswerable: {
    subject: (title: string) => `No approver left: ${title}`,
    intro: 'None of its approvers may decide this any more, so operators are asked.',
  },
  decided: {
    subject: (what: string, title: string) => `${what}: ${title}`,
    intro: (comment: string | null) => comment ?? 'No reason was given.',
  },
  expired: { subject: (title: string) => `Time ran out: ${title}`, intro: 'Nobody answered in time.' },
  finished: {
    subject: (title: string, status: string) => `${status}: ${title}`,
    statuses: { success: 'Finished', failed: 'Failed', tripwire: 'Stopped', canceled: 'Cancelled' } as Record<
      string,
      string
    >,
    other: 'Ended',
    intro: {
      success: 'Your request has come to its end.',
      failed: 'Your request failed. An operator has been told.',
      tripwire: 'Your request was stopped. An operator has been told.',
      canceled: 'Your request was cancelled.',
    } as Record<string, string>,
  },
  stuck: {
    subject: (title: string) => `Needs an operator: ${title}`,
    verbs: {
      'outbox.stuck': 'Work for this request failed too often. It is not tried again by itself.',
      'decision.answered_outside':
        'Another program had answered this request first. The answer that was given here was not used.',
      'run.finished': 'This request failed.',
      'run.lost': 'The engine’s state of this request is gone.',
      'run.hanging':
        'This request has not ended, and nothing moves it: no open task, no timer, no work that is due.',
      'run.unreadable': 'The engine’s state of this request cannot be read.',
      'task.stale': 'Nobody has answered for long, and there is no date.',
    } as Record<string, string>,
    other: 'Something needs your eyes.',
    error: 'What was said',
    open: 'Open operations',
  },
  more: {
    subject: (count: number, title: string) =>
      `${count === 1 ? '1 more question' : `${count} more questions`}: ${title}`,
    intro: 'To spare you a message for each, these come together.',
    happened: 'More has happened',
    open: 'Open the inbox',
  },
  digest: {
    subject: (count: number) =>
      count === 1 ? '1 task waits for you' : `${count > 99 ? 'More than 99' : count} tasks wait for you`,
    intro: 'This is what is open today.',
    more: (count: number | null) => `And ${count ?? 'many'} more in the inbox.`,
    open: 'Open the inbox',
    note: (name: string, due: string | null) =>
      due === null ? `Asked by ${name}` : `Asked by ${name}, due ${due}`,
  },
  code: {
    subject: (title: string) => `Your code: ${title}`,
    intro:
      'Type this code on the page of your link to decide. It works for ten minutes. If you did not ask for it, do nothing: without it nothing is decided.',
    why: 'You get this because somebody asked for a code on the page of your link.',
  },
  linked: {
    subject: (outcome: string, title: string) => `Decided by your link (${outcome}): ${title}`,
    heading: 'Decided by your link',
    intro:
      'Somebody who had your link decided in your name, without signing in. If that was not you, open the task and reopen the decision within a day, and tell an administrator.',
    introFinal:
      'Somebody who had your link decided in your name, without signing in. If that was not you, tell an administrator at once: a decision of this kind cannot be reopened.',
    answer: 'Answer',
    at: 'When',
    address: 'From',
    agent: 'Browser',
    unknown: 'Unknown',
    open: 'Open the task or reopen the decision',
    why: 'You get this whenever a link of yours decides something. It cannot be switched off.',
  },
  openTask: 'Open the task',
  openToDecide: 'Open to decide',
  openRun: 'Open the request',
  askedBy: 'Asked by',
  due: 'Due',
  workflow: 'Workflow',
  question: 'Question',
  evidence: {
    all: 'Details',
    none: 'None',
    empty: 'Empty text',
    yes: 'Yes',
    no: 'No',
    picture: 'A picture',
    notAll: 'There is more than this message can show. Open the task to see all of it and decide.',
  },
  footer: {
    links: 'These links are for you alone: each answers in your name, once. Do not forward them.',
    why: 'You get this because of what you chose in',
    settings: 'Settings',
  },
} as const;

export const kindTexts: Record<NotificationKind, { label: string; help: string }> = {
  task: { label: 'A task for me', help: 'Somebody needs my answer.' },
  reminder: { label: 'Reminders', help: 'A task of mine is due soon.' },
  escalation: { label: 'Escalations', help: 'Nobody answered, and I am asked as well.' },
  decided: { label: 'Decisions', help: 'Somebody answered a question about my request.' },
  expired: { label: 'Time ran out', help: 'Nobody answered in time.' },
  finished: { label: 'My requests', help: 'A request of mine has ended.' },
  stuck: { label: 'Trouble', help: 'Something needs an operator.' },
  digest: { label: 'Daily digest', help: 'What is open for me, once a day.' },
};

export const deliveryKindTexts: Record<MessageKind, string> = {
  ...(Object.fromEntries(Object.entries(kindTexts).map(([kind, { label }]) => [kind, label])) as Record<
    NotificationKind,
    string
  >),
  code: 'Code for a link',
  linked: 'Decided by link',
  more: 'Several at once',
};

export const channelNames: Record<NotificationChannel, string> = { mail: 'Mail', slack: 'Slack' };

export const deliveryStateTexts: Record<MessageState, string> = {
  pending: 'Waiting',
  sent: 'Sent',
  skipped: 'Left out',
  stuck: 'Not delivered',
};

export const preferenceTexts = {
  title: 'Messages',
  kind: 'Message',
  help: 'What you are told of, and where. One request sends you a few messages an hour at most; what is more comes as one.',
  noMail: 'Mail is not set up on this desk, so no mails are sent at present.',
  folder: 'This desk sends no real mail. What it would send you is kept on a page.',
  folderLink: 'Mails to you',
  save: 'Save messages',
  saved: 'Saved.',
} as const;

export const mailboxTexts = {
  title: 'Mails to you',
  help: 'This desk has no mail server. These are the mails it would have sent to',
  empty: { title: 'No mails yet', body: 'When you are told of something, it appears here.' },
  from: 'From',
} as const;

export const deliveryTexts = {
  title: 'Deliveries',
  back: 'Operations',
  all: 'All',
  filter: 'Which deliveries',
  log: 'Delivery log',
  person: 'To',
  tries: (count: number) => (count === 1 ? '1 try' : `${count} tries`),
  next: 'Next try',
  retry: 'Try again',
  retryAll: 'Try all again',
  empty: { title: 'Nothing here', body: 'Messages to people are kept here for 30 days.' },
  more: 'Show more',
  none: {
    title: 'Mail is not set up',
    body: 'Nobody is told of anything by mail. Set SMTP_URL and MAIL_FROM and start the server again.',
  },
  asking: {
    title: (count: number) =>
      count === 1
        ? '1 message in Slack still asks what is settled'
        : `${count} messages in Slack still ask what is settled`,
    body: 'Slack does not take the change. It is tried again; what is pressed there answers nothing any more.',
  },
  failing: {
    title: (count: number) =>
      count === 1 ? '1 message could not be delivered' : `${count} messages could not be delivered`,
    body: 'Decisions and requests are not affected.',
  },
} as const;
