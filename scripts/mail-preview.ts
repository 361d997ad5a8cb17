/**
 * Writes every kind of mail with sample contents, as HTML and text: `npm run mail:preview [-- --out FOLDER]`.
 * Sends nothing and reads nothing of a desk.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { renderNotice } from '@/lib/tell/mail/render-notice';
import type { Notice, NoticeAction } from '@/lib/tell/messages/channel';
import type { Evidence } from '@/lib/tell/messages/evidence-lines';
import { noticeTexts as texts } from '@/lib/base/texts/notifications';

const appUrl = 'https://desk.example.com';
const title = 'Approve €1,240.00 travel for Ana Ruiz';
const actions: NoticeAction[] = [
  { outcome: 'approve', label: 'Approve', href: `${appUrl}/links/example-approve`, tone: 'success' },
  { outcome: 'reject', label: 'Reject', href: `${appUrl}/links/example-reject`, tone: 'danger' },
];
const evidence: Evidence = {
  lines: [
    { label: 'Purpose', value: 'Train to Lyon', whole: true },
    { label: 'Amount', value: '€1,240.00', whole: true },
    { label: 'Date of the expense', value: '2 Nov 2026', whole: true },
    { label: 'Stops 1 › City', value: 'Dijon', whole: true },
    { label: 'Stops 2 › City', value: 'Lyon', whole: true },
  ],
  complete: true,
};
const facts = [
  { label: texts.askedBy, value: 'Ana Ruiz' },
  { label: texts.workflow, value: 'Expense report' },
  { label: texts.due, value: 'Wed 25 Nov, 09:00 UTC' },
];
const none = { evidence: null, facts: [], actions: [], items: [] };
const openTask = { label: texts.openTask, href: `${appUrl}/tasks/example` };
const openRun = { label: texts.openRun, href: `${appUrl}/runs/example` };
const inbox = { label: texts.digest.open, href: `${appUrl}/inbox` };
const items = [title, 'Publish “Desk opens”', 'Release €310.00 for Tomasz Nowak'].map((one, index) => ({
  title: one,
  note: texts.digest.note('Ana Ruiz', index === 0 ? 'Wed 25 Nov, 09:00 UTC' : null),
  href: `${appUrl}/tasks/example-${index}`,
}));

const samples: Record<string, Notice> = {
  task: {
    subject: texts.task.subject(title),
    heading: title,
    intro: texts.task.intro('Ana Ruiz'),
    evidence,
    facts,
    actions,
    items: [],
    open: openTask,
  },
  tooMuch: {
    subject: texts.task.subject(title),
    heading: title,
    intro: texts.task.intro('Ana Ruiz'),
    evidence: { ...evidence, complete: false },
    facts,
    actions,
    items: [],
    open: openTask,
  },
  reminder: {
    subject: texts.reminder.subject(title),
    heading: title,
    intro: texts.reminder.intro('Wed 25 Nov, 09:00 UTC'),
    evidence,
    facts,
    actions,
    items: [],
    open: openTask,
  },
  escalation: {
    subject: texts.escalation.subject(title),
    heading: title,
    intro: texts.escalation.intro,
    evidence,
    facts,
    actions,
    items: [],
    open: openTask,
  },
  decided: {
    ...none,
    subject: texts.decided.subject('Miriam Okafor approved this', title),
    heading: 'Miriam Okafor approved this',
    intro: texts.decided.intro('Have a good trip.'),
    facts: [{ label: texts.question, value: title }],
    open: openTask,
  },
  expired: {
    ...none,
    subject: texts.expired.subject(title),
    heading: title,
    intro: texts.expired.intro,
    open: openTask,
  },
  finished: {
    ...none,
    subject: texts.finished.subject('Train to Lyon', 'Finished'),
    heading: 'Train to Lyon',
    intro: texts.finished.intro.success ?? '',
    open: openRun,
  },
  stuck: {
    ...none,
    subject: texts.stuck.subject('Train to Lyon'),
    heading: 'Train to Lyon',
    intro: texts.stuck.verbs['outbox.stuck'] ?? '',
    facts: [{ label: texts.stuck.error, value: 'The bank did not answer.' }],
    open: openRun,
  },
  more: {
    ...none,
    subject: texts.more.subject(3, 'Forty invoices'),
    heading: 'Forty invoices',
    intro: texts.more.intro,
    items,
    open: inbox,
  },
  digest: {
    ...none,
    subject: texts.digest.subject(3),
    heading: texts.digest.subject(3),
    intro: texts.digest.intro,
    items,
    open: inbox,
  },
};

const { values } = parseArgs({
  options: { out: { type: 'string', default: path.join('.data', 'mail-preview') } },
});
const out = path.resolve(values.out);
await mkdir(out, { recursive: true });
for (const [kind, notice] of Object.entries(samples)) {
  const { html, text } = await renderNotice(notice, appUrl);
  await writeFile(path.join(out, `${kind}.html`), html);
  await writeFile(path.join(out, `${kind}.txt`), `Subject: ${notice.subject}\n\n${text}\n`);
  console.log(pathToFileURL(path.join(out, `${kind}.html`)).href);
}
