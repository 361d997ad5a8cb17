import { createStep, createWorkflow } from '@mastra/core/workflows';
import { eq } from 'drizzle-orm';
import type { ReactNode } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { beforeEach, expect, test } from 'vitest';
import { z } from 'zod';
import { AuditRow } from '@/components/audit/audit-row';
import { TaskRow } from '@/components/inbox/task-row';
import { parseInboxQuery } from '@/components/inbox/inbox-query';
import { RunHeader } from '@/components/run/run-header';
import { RunInput } from '@/components/run/run-input';
import { RunOutcome } from '@/components/run/run-outcome';
import { RunRow } from '@/components/run/run-row';
import { RunTimeline } from '@/components/run/run-timeline';
import { DecidedCard } from '@/components/task/decided-card';
import { Evidence } from '@/components/task/evidence';
import { TaskFacts } from '@/components/task/task-facts';
import { TaskHistory } from '@/components/task/task-history';
import { TaskTitle } from '@/components/task/task-title';
import { DecidedSoFar, WhoDecides } from '@/components/task/who-decides';
import { groups, runs, tasks, users, webhookDeliveries, webhookEndpoints } from '@/db/schema';
import { exportAudit } from '@/lib/journal/export-audit';
import { listAudit } from '@/lib/journal/list-audit';
import { parseAuditQuery } from '@/lib/journal/audit-query';
import { renderNotice } from '@/lib/tell/mail/render-notice';
import { humanTask } from '@/lib/mastra/authoring/human-task';
import { composeNotice, type Told } from '@/lib/tell/messages/compose';
import { getRun } from '@/lib/desk/runs/get-run';
import { listRuns, parseRunQuery } from '@/lib/desk/runs/list-runs';
import { startRun } from '@/lib/desk/runs/start-run';
import { lockedMessage, endOf } from '@/lib/tell/slack/messages';
import { decisionModal } from '@/lib/tell/slack/modal';
import { noticeMessage } from '@/lib/tell/slack/notice-message';
import { decideTask } from '@/lib/desk/decisions/decide-task';
import { getTask } from '@/lib/desk/tasks/get-task';
import { listTasks } from '@/lib/desk/tasks/list-tasks';
import { parseTaskQuery } from '@/lib/desk/tasks/task-query';
import { actor, deskForTest, type TestDesk } from '@/tests/support/desk';
import { createEndpoint } from '@/lib/tell/webhooks/create-endpoint';
import { recordDeliveries } from '@/lib/tell/webhooks/record-deliveries';
import { unseen } from '@/tests/support/misleading';
import { thisMachine } from '@/tests/support/webhook-receiver';

/**
 * One text with every kind of misleading character, as a requester, program or administrator might write it.
 */
const lie = 'pay 100\u202E001 EUR\u200B to \u0430pple.com\u2066';
const payload = z.object({ note: z.string(), md: z.string().meta({ widget: 'markdown' }) }).loose();

const gate = createStep({
  id: 'gate',
  inputSchema: payload,
  outputSchema: payload,
  suspendSchema: payload,
  resumeSchema: z.object({ approved: z.boolean(), comment: z.string().optional() }),
  metadata: humanTask<z.infer<typeof payload>>({
    title: ({ note }) => `Approve ${note}`,
    candidates: { groups: ['managers'] },
  }),
  execute: async ({ inputData, resumeData, suspend }) => (resumeData ? inputData : suspend(inputData)),
});
const w = createWorkflow({
  id: 'w',
  inputSchema: payload,
  outputSchema: payload,
  options: { autoRestartActiveRuns: false },
})
  .then(gate)
  .commit();

let desk: TestDesk;
let runId: string;
let taskId: string;

beforeEach(async () => {
  desk = await deskForTest({ w });
  await desk.db.update(users).set({ name: `Ana ${lie}` });
  await desk.db.update(groups).set({ name: `Managers ${lie}` });
  const input = { note: lie, md: `**${lie}**`, [`key ${lie}`]: { [lie]: [lie] } };
  const { run } = await startRun(desk.as('requester'), { workflowId: 'w', input, title: `My ${lie}` });
  runId = run.id;
  await desk.drain(runId);
  const [task] = await desk.openTasks(runId);
  taskId = task!.id;
});

const decide = async () => {
  const task = await getTask(desk.as('manager'), taskId);
  const manager = desk.as('manager');
  await decideTask({ ...manager, actor: { ...actor('manager'), name: `Miriam ${lie}` } }, taskId, {
    outcome: 'approve',
    payloadDigest: task.payloadDigest,
    comment: `Fine ${lie}`,
  });
  await desk.drain(runId);
};

/** The problems of an outgoing text: it must mark the misleading characters and never repeat them. */
const wrongIn = (text: string): string[] => [
  ...(unseen.exec(text) ?? []).map((character) => `holds ${JSON.stringify(character)}`),
  ...['U+202E', 'xn--pple-43d.com'].flatMap((mark) => (text.includes(mark) ? [] : [`lacks ${mark}`])),
];
const html = (node: ReactNode) => renderToStaticMarkup(node);

test('the stored evidence and its digest keep the original text', async () => {
  const [row] = await desk.db.select().from(tasks).where(eq(tasks.id, taskId));
  expect(row?.payload).toMatchObject({ note: lie });
  expect((await getTask(desk.as('manager'), taskId)).payload).toMatchObject({ note: lie });
});

test('on the pages of a task', async () => {
  const open = await getTask(desk.as('manager'), taskId);
  const { items } = await listTasks(desk.as('manager'), parseTaskQuery({}));
  const row = html(
    <TaskRow task={items[0]!} query={parseInboxQuery({}, false)} selected late={false} workflowTitle="W" />,
  );
  expect(wrongIn(row)).toEqual([]);
  expect(
    wrongIn(
      html(
        <TaskTitle id="t" level={1}>
          {open.title}
        </TaskTitle>,
      ),
    ),
  ).toEqual([]);
  expect(wrongIn(html(<TaskFacts task={open} late={false} workflowTitle="W" />))).toEqual([]);
  expect(wrongIn(html(<Evidence task={open} />))).toEqual([]);
  await decide();
  const decided = await getTask(desk.as('manager'), taskId);
  expect(wrongIn(html(<DecidedCard task={decided} readerId="" now={0} />))).toEqual([]);
  expect(wrongIn(html(<TaskHistory task={decided} />))).toEqual([]);
});

test('on the pages of a request', async () => {
  expect(
    wrongIn(html(<WhoDecides askedOf={(await getRun(desk.as('manager'), runId)).tasks[0]!.askedOf} />)),
  ).toEqual([]);
  await decide();
  await desk.db
    .update(runs)
    .set({ status: 'failed', error: { message: lie, step: 'gate' } })
    .where(eq(runs.id, runId));
  const run = await getRun(desk.as('operator'), runId);
  expect(wrongIn(html(<RunHeader run={run} mine={false} live={null} actions={null} />))).toEqual([]);
  expect(wrongIn(html(<RunTimeline run={run} />))).toEqual([]);
  expect(wrongIn(html(<RunInput run={run} />))).toEqual([]);
  expect(wrongIn(html(<RunOutcome run={run} />))).toEqual([]);
  expect(wrongIn(html(<DecidedSoFar earlier={run.tasks} />))).toEqual([]);
  const { items } = await listRuns(desk.as('operator'), parseRunQuery({ scope: 'all' }));
  expect(wrongIn(html(<RunRow run={items[0]!} showRequester />))).toEqual([]);
});

test('in the audit log and its table', async () => {
  await decide();
  const { items } = await listAudit(desk.as('admin'), parseAuditQuery({}));
  for (const entry of items.filter((each) => each.taskId === taskId))
    expect(wrongIn(html(<AuditRow entry={entry} />))).toEqual([]);
  const { body } = await exportAudit(desk.as('admin'), { format: 'csv' });
  let table = '';
  for await (const part of body) table += part;
  expect(wrongIn(table)).toEqual([]);
});

const told = (
  kind: Told['kind'],
  who: 'manager' | 'requester' | 'operator',
  data: Told['data'] = null,
): Told => ({
  kind,
  userId: actor(who).id,
  runId: kind === 'finished' || kind === 'stuck' || kind === 'more' ? runId : null,
  taskId: kind === 'finished' || kind === 'stuck' || kind === 'more' || kind === 'digest' ? null : taskId,
  data,
});

async function wrongInMessages(about: Told): Promise<string[]> {
  const secrets = [{ name: 'a', secret: 's'.repeat(40) }];
  const composed = await composeNotice({ ...desk, secrets, appUrl: 'https://desk.example' }, about);
  if ('skip' in composed) return [composed.skip];
  const { html: mail, text } = await renderNotice(composed.notice, 'https://desk.example');
  return [
    composed.to.name,
    composed.notice.subject,
    composed.notice.heading,
    text,
    // The mail library pads the preview text with zero-width characters, so it is cut out.
    mail.replace(/<div[^>]*data-skip-in-text.*?<\/div><\/div>/s, ''),
    JSON.stringify(await noticeMessage(desk, composed.notice, composed.question)),
  ].flatMap(wrongIn);
}

test.each(['task', 'reminder', 'escalation'] as const)(
  'in mails and messages of the kind %s',
  async (kind) => {
    expect(await wrongInMessages(told(kind, 'manager'))).toEqual([]);
  },
);

test('in mails and messages about the result', async () => {
  await decide();
  expect(await wrongInMessages(told('decided', 'requester'))).toEqual([]);
  expect(await wrongInMessages(told('finished', 'requester'))).toEqual([]);
  expect(await wrongInMessages(told('stuck', 'operator', { verb: 'outbox.stuck', error: lie }))).toEqual([]);
});

test('in Slack modals and closing messages', async () => {
  const task = await getTask(desk.as('manager'), taskId);
  const modal = decisionModal(task, task.outcomes[0]!, { channel: 'C', ts: '1' });
  expect(wrongIn(JSON.stringify(modal))).toEqual([]);
  await decide();
  const decided = await getTask(desk.as('manager'), taskId);
  expect(
    wrongIn(JSON.stringify(lockedMessage(decided.title, endOf(decided), 'https://desk.example'))),
  ).toEqual([]);
});

test('in webhook payloads', async () => {
  const ctx = desk.as('admin');
  const { endpoint: made } = await createEndpoint(
    ctx,
    { name: 'Ledger', url: 'http://127.0.0.1:9/in', events: ['task.decided'] },
    thisMachine(),
  );
  await decide();
  const [endpoint] = await desk.db
    .select()
    .from(webhookEndpoints)
    .where(eq(webhookEndpoints.id, made.endpointId));
  await recordDeliveries(ctx, endpoint!, 'https://desk.example');
  const owed = await desk.db.select().from(webhookDeliveries);
  expect(owed.map(({ body }) => wrongIn(body))).toEqual([[]]);
});
