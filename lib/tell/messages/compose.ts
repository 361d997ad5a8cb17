import type { DeliveryRow, TaskRow } from '@/db/schema';
import { and, desc, eq, gt, gte, inArray } from 'drizzle-orm';
import { deliveries, linkCodes } from '@/db/schema';
import { loadPerson } from '@/lib/accounts/sign-in/load-person';
import type { Context, UserActor } from '@/lib/people/context';
import type { LinkSecret } from '@/lib/base/env';
import { AppError } from '@/lib/base/errors';
import { createLinks } from '@/lib/tell/links/create-link';
import { linkCode } from '@/lib/tell/links/link-code';
import { cutText } from '@/lib/base/readable/cut';
import { readable } from '@/lib/base/readable/readable';
import { refusalByKind } from '@/lib/desk/rewind/may-reopen';
import { readableParts } from '@/lib/base/readable/readable-parts';
import { getRun } from '@/lib/desk/runs/get-run';
import { getTask, getTaskFor, taskDetail } from '@/lib/desk/tasks/get-task';
import { countOpenTasks, listTasks, mostCounted } from '@/lib/desk/tasks/list-tasks';
import { parseTaskQuery } from '@/lib/desk/tasks/task-query';
import type { TaskDetail, TaskSummary } from '@/lib/desk/tasks/types';
import { whoDid } from '@/lib/base/texts/desk';
import { askedAgain } from '@/lib/base/texts/asked-again';
import { noticeTexts as texts } from '@/lib/base/texts/notifications';
import type { NoteCode } from '@/lib/base/reasons';
import type { Notice, NoticeAction, Question, Recipient } from './channel';
import { evidenceOf } from './evidence-lines';
import { toldTogether } from './expand';

export type NoticeDesk = Pick<Context, 'db' | 'engine' | 'clock'> & {
  secrets: readonly LinkSecret[];
  appUrl: string;
};

/** The fields that a message is composed from. */
export type Told = Pick<DeliveryRow, 'kind' | 'userId' | 'runId' | 'taskId' | 'data'>;
/** A message that is no longer worth sending, and why. */
type Left = { skip: NoteCode };
type Written = { notice: Notice; question: Question | null };
type ForPerson = { desk: NoticeDesk; ctx: Context & { actor: UserActor }; delivery: Told };

const day = new Intl.DateTimeFormat('en-GB', {
  weekday: 'short',
  day: 'numeric',
  month: 'short',
  hour: '2-digit',
  minute: '2-digit',
  timeZone: 'UTC',
  timeZoneName: 'short',
});
const due = (dueAt: string | null) => (dueAt === null ? null : day.format(new Date(dueAt)));
const tasksInDigest = 20;

const plain: Pick<Notice, 'evidence' | 'facts' | 'actions' | 'items'> = {
  evidence: null,
  facts: [],
  actions: [],
  items: [],
};

const openTask = ({ appUrl }: NoticeDesk, taskId: string) => ({
  label: texts.openTask,
  href: `${appUrl}/tasks/${taskId}`,
});
const openRun = ({ appUrl }: NoticeDesk, runId: string) => ({
  label: texts.openRun,
  href: `${appUrl}/runs/${runId}`,
});

async function buttonsFor({ desk, ctx }: ForPerson, task: TaskRow): Promise<NoticeAction[]> {
  const links = await createLinks(desk, task, ctx.actor.id);
  return task.outcomes.flatMap(({ id, label, tone }) => {
    const path = links.get(id);
    return path === undefined ? [] : [{ outcome: id, label, tone, href: `${desk.appUrl}${path}` }];
  });
}

const factsOf = (task: TaskDetail, workflowTitle: string): Notice['facts'] => [
  { label: texts.askedBy, value: task.requester.name },
  { label: texts.workflow, value: workflowTitle },
  ...(task.dueAt === null ? [] : [{ label: texts.due, value: due(task.dueAt) ?? '' }]),
];

function saidFirst({ kind, data }: Told, task: TaskDetail): Pick<Notice, 'subject' | 'intro'> {
  const { verb } = (data ?? {}) as { verb?: string };
  if (kind === 'reminder')
    return { subject: texts.reminder.subject(task.title), intro: texts.reminder.intro(due(task.dueAt)) };
  if (task.askedBefore && verb !== 'task.unanswerable' && verb !== 'task.escalated')
    return {
      subject: texts.again.subject(task.title),
      intro: texts.again.intro(askedAgain(task.askedBefore)),
    };
  if (kind === 'escalation') {
    const { subject, intro } = verb === 'task.unanswerable' ? texts.unanswerable : texts.escalation;
    return { subject: subject(task.title), intro };
  }
  return { subject: texts.task.subject(task.title), intro: texts.task.intro(task.requester.name) };
}

async function asking(person: ForPerson, taskId: string): Promise<Written | Left> {
  const { desk, ctx, delivery } = person;
  const found = await getTaskFor(ctx, taskId);
  const task = taskDetail(ctx, found);
  if (!task.canDecide) return { skip: 'no_decision_needed' };
  const { subject, intro } = saidFirst(delivery, task);
  const workflowTitle = desk.engine.workflow(task.workflowId)?.title ?? task.workflowId;
  const notice = {
    ...plain,
    subject,
    heading: task.title,
    intro,
    evidence: evidenceOf(task),
    facts: factsOf(task, workflowTitle),
    actions: await buttonsFor(person, found.task),
    open: openTask(desk, taskId),
  };
  return { notice, question: { task, policy: found.task.policy } };
}

async function closed({ desk, ctx, delivery }: ForPerson, taskId: string): Promise<Notice | Left> {
  const { title, decision } = await getTask(ctx, taskId);
  const open = openTask(desk, taskId);
  if (delivery.kind === 'expired')
    return {
      ...plain,
      subject: texts.expired.subject(title),
      heading: title,
      intro: texts.expired.intro,
      open,
    };
  if (!decision || decision.revisedAt !== null) return { skip: 'decision_reopened' };
  const what = whoDid(decision.by.name, decision.outcomeLabel);
  return {
    ...plain,
    subject: texts.decided.subject(what, title),
    heading: what,
    intro: texts.decided.intro(decision.comment),
    facts: [{ label: texts.question, value: title }],
    open,
  };
}

async function ended({ desk, ctx }: ForPerson, runId: string): Promise<Notice | Left> {
  const { title, status } = await getRun(ctx, runId);
  const { statuses, other, intro } = texts.finished;
  // The run was reopened or restarted, so it has not ended.
  if (!(status in intro)) return { skip: 'run_continued' };
  return {
    ...plain,
    subject: texts.finished.subject(title, statuses[status] ?? other),
    heading: title,
    intro: intro[status] ?? '',
    open: openRun(desk, runId),
  };
}

async function trouble({ desk, ctx, delivery }: ForPerson, runId: string): Promise<Notice> {
  const { title } = await getRun(ctx, runId);
  const { verb = '', error = null } = (delivery.data ?? {}) as { verb?: string; error?: string | null };
  const { subject, verbs, other } = texts.stuck;
  return {
    ...plain,
    subject: subject(title),
    heading: title,
    intro: verbs[verb] ?? other,
    facts: error === null ? [] : [{ label: texts.stuck.error, value: cutText(error, 300) }],
    open: openRun(desk, runId),
  };
}

const item = ({ appUrl }: NoticeDesk, task: TaskSummary): Notice['items'][number] => ({
  title: task.title,
  note: texts.digest.note(task.requester.name, due(task.dueAt)),
  href: `${appUrl}/tasks/${task.taskId}`,
});

/** The run's current status, in place of notices that were held back to limit messages. */
async function happened({ desk, ctx, delivery }: ForPerson, runId: string): Promise<Notice | Left> {
  const { since } = (delivery.data ?? {}) as { since?: number };
  const leftOut = and(
    eq(deliveries.userId, delivery.userId),
    eq(deliveries.runId, runId),
    gte(deliveries.createdAt, new Date(since ?? desk.clock.now())),
    inArray(deliveries.note, [...toldTogether]),
    inArray(deliveries.kind, ['decided', 'expired', 'finished', 'stuck']),
  );
  if ((await desk.db.$count(deliveries, leftOut)) === 0) return { skip: 'nothing_open' };
  const { title, status } = await getRun(ctx, runId);
  return {
    ...plain,
    subject: texts.finished.subject(title, texts.finished.statuses[status] ?? texts.more.happened),
    heading: title,
    intro: texts.more.intro,
    open: openRun(desk, runId),
  };
}

/** The tasks that wait for a person: all, or those of one run. */
async function waiting(person: ForPerson, runId: string | null): Promise<Notice | Left> {
  const { desk, ctx } = person;
  const { items } = await listTasks(ctx, parseTaskQuery({ limit: 100 }));
  const shown = (runId === null ? items : items.filter((task) => task.runId === runId)).slice(
    0,
    tasksInDigest,
  );
  if (shown.length === 0) return runId === null ? { skip: 'nothing_open' } : happened(person, runId);
  const all =
    runId === null ? await countOpenTasks(ctx) : items.filter((task) => task.runId === runId).length;
  const listed = shown.map((task) => item(desk, task));
  const more = all < mostCounted ? all - shown.length : null;
  const rest = all > shown.length ? ` ${texts.digest.more(more)}` : '';
  const open = { label: texts.digest.open, href: `${desk.appUrl}/inbox` };
  if (runId === null)
    return {
      ...plain,
      subject: texts.digest.subject(all),
      heading: texts.digest.subject(all),
      intro: texts.digest.intro + rest,
      items: listed,
      open,
    };
  const { title } = await getRun(ctx, runId);
  return {
    ...plain,
    subject: texts.more.subject(all, title),
    heading: title,
    intro: texts.more.intro + rest,
    items: listed,
    open,
  };
}

/**
 * The code to answer a link with. It is not stored in the message's row: it is derived from the desk's
 * secret.
 */
async function code({ desk, ctx }: ForPerson, taskId: string): Promise<Notice | Left> {
  const { title } = await getTask(ctx, taskId);
  const mine = and(eq(linkCodes.taskId, taskId), eq(linkCodes.userId, ctx.actor.id));
  const live = and(mine, gt(linkCodes.expiresAt, desk.clock.now()));
  const [row] = await desk.db.select().from(linkCodes).where(live).orderBy(desc(linkCodes.sentAt)).limit(1);
  const [secret] = desk.secrets;
  if (!row || !secret) return { skip: 'code_expired' };
  return {
    ...plain,
    subject: texts.code.subject(title),
    heading: linkCode(secret, row.id, row.nonce),
    intro: texts.code.intro,
    why: texts.code.why,
    facts: [{ label: texts.question, value: title }],
    open: openTask(desk, taskId),
  };
}

/** Tells a recipient that their link was used, since it may not have been them. */
async function linked({ desk, ctx, delivery }: ForPerson, taskId: string): Promise<Notice | Left> {
  const { title, decision, kind, step } = await getTask(ctx, taskId);
  if (!decision || decision.revisedAt !== null) return { skip: 'decision_reopened' };
  const isFinal = refusalByKind({ kind, forEachIndex: step.forEachIndex }) !== null;
  const { address = '', agent = '' } = (delivery.data ?? {}) as { address?: string; agent?: string };
  return {
    ...plain,
    subject: texts.linked.subject(decision.outcomeLabel, title),
    heading: texts.linked.heading,
    intro: isFinal ? texts.linked.introFinal : texts.linked.intro,
    why: texts.linked.why,
    facts: [
      { label: texts.question, value: title },
      { label: texts.linked.answer, value: decision.outcomeLabel },
      { label: texts.linked.at, value: day.format(new Date(decision.at)) },
      { label: texts.linked.address, value: address || texts.linked.unknown },
      { label: texts.linked.agent, value: agent || texts.linked.unknown },
    ],
    open: isFinal ? openTask(desk, taskId) : { ...openTask(desk, taskId), label: texts.linked.open },
  };
}

const telling = (told: Notice | Left): Written | Left =>
  'skip' in told ? told : { notice: told, question: null };

async function write(person: ForPerson): Promise<Written | Left> {
  const { kind, taskId, runId } = person.delivery;
  switch (kind) {
    case 'task':
    case 'reminder':
    case 'escalation':
      return asking(person, taskId ?? '');
    case 'decided':
    case 'expired':
      return telling(await closed(person, taskId ?? ''));
    case 'code':
      return telling(await code(person, taskId ?? ''));
    case 'linked':
      return telling(await linked(person, taskId ?? ''));
    case 'finished':
      return telling(await ended(person, runId ?? ''));
    case 'stuck':
      return telling(await trouble(person, runId ?? ''));
    case 'digest':
      return telling(await waiting(person, null));
    case 'more':
      return telling(await waiting(person, runId ?? ''));
  }
}

/**
 * A delivery's current content for its person, limited to what they may see; `skip` when it is obsolete.
 * Links are created anew each time.
 */
export async function composeNotice(
  desk: NoticeDesk,
  delivery: Told,
): Promise<({ to: Recipient } & Written) | Left> {
  const actor = await loadPerson(desk.db, delivery.userId);
  if (!actor) return { skip: 'account_closed' };
  const { db, engine, clock } = desk;
  try {
    const written = await write({ desk, ctx: { actor, channel: 'mail', db, engine, clock }, delivery });
    return 'skip' in written
      ? written
      : {
          to: { id: actor.id, name: readable(actor.name), email: actor.email },
          notice: readableParts(written.notice),
          question: written.question,
        };
  } catch (error) {
    if (error instanceof AppError && error.code === 'not_found') return { skip: 'not_visible' };
    throw error;
  }
}
