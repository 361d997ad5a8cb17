import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import type { Schemas } from '@/lib/api/client/create-client';
import { unwrap } from '@/lib/api/client/unwrap';
import { signInAs, type Person } from './person';

type Run = Schemas['RunDetail'];

const titles = z
  .object({ properties: z.record(z.string(), z.object({ title: z.string().optional() })) })
  .catch({ properties: {} });

const expense = {
  purpose: 'Train to the customer in Lyon',
  category: 'travel',
  amount: 184.5,
  currency: 'EUR',
  spentOn: '2026-11-18',
  details: 'Return ticket, second class.',
};

/**
 * One line per value, such as "Amount: 184.5", labelled by the schema. Lists and objects are left to the task
 * page.
 */
function facts(content: unknown, schema: Schemas['JsonSchema'] | null | undefined): string[] {
  const { properties } = titles.parse(schema);
  return Object.entries(content ?? {})
    .filter(([, value]) => ['string', 'number', 'boolean'].includes(typeof value))
    .map(([key, value]) => `${properties[key]?.title ?? key}: ${String(value)}`);
}

/** Whether a step did anything: a human step that asked nobody was skipped over. */
const wasNeeded = ({ tasks: questions }: Run, step: Run['steps'][number]): boolean =>
  !step.human || questions.some((question) => question.step.path.join('/') === step.path.join('/'));

/** Polls a run until it comes to rest. The server drives it. */
async function settledRun({ desk }: Person, runId: string): Promise<Run> {
  const deadline = Date.now() + 30_000;
  for (;;) {
    const now = await unwrap(desk.GET('/api/runs/{runId}', { params: { path: { runId } } }));
    if (!['pending', 'running'].includes(now.status)) return now;
    if (Date.now() > deadline) throw new Error(`The run was still ${now.status} after 30 seconds.`);
    await delay(200);
  }
}

async function findTask({ desk, name }: Person, runId: string): Promise<string> {
  for (let cursor: string | undefined; ;) {
    const { items, nextCursor } = await unwrap(
      desk.GET('/api/tasks', {
        params: { query: { scope: 'mine', limit: 100, ...(cursor ? { cursor } : {}) } },
      }),
    );
    const found = items.find((item) => item.runId === runId);
    if (found) return found.taskId;
    if (!nextCursor) throw new Error(`The request did not reach the inbox of ${name}.`);
    cursor = nextCursor;
  }
}

/**
 * Plays the main job over HTTP as two people: a request suspends, an approver answers, the run finishes.
 * `say` gets each step in plain words.
 * @throws Error when anything is not as expected
 */
export async function playMainJob(
  url: string,
  say: (line: string, details?: string[]) => void,
): Promise<void> {
  const requester = await signInAs(url, 'requester');
  say(`${requester.name} (${requester.email}) signs in.`);

  const offered = await unwrap(requester.desk.GET('/api/workflows'));
  say(
    `The desk offers ${offered.items.length} workflows: ${offered.items.map(({ title }) => title).join(', ')}.`,
  );

  const workflow = offered.items.find(({ id }) => id === 'expense-report');
  const request = await unwrap(
    requester.desk.POST('/api/runs', {
      body: { workflowId: 'expense-report', input: expense },
      params: { header: { Prefer: 'wait=10' } },
    }),
  );
  say(`${requester.name} makes a request: “${request.title}”.`, facts(expense, workflow?.inputSchema));

  const waiting = await settledRun(requester, request.runId);
  const asked = waiting.tasks.find(({ state }) => state === 'open')?.askedOf ?? [];
  if (waiting.status !== 'suspended')
    throw new Error(`The run should wait for a manager, but it is ${waiting.status}.`);
  say(`The run is suspended: it waits for ${asked.join(', ')}, and would do so through a restart.`);

  const manager = await signInAs(url, 'manager');
  const taskId = await findTask(manager, request.runId);
  say(`${manager.name} (${manager.email}) signs in and finds it in the inbox.`);

  const question = await unwrap(manager.desk.GET('/api/tasks/{taskId}', { params: { path: { taskId } } }));
  say(`The question: “${question.title}”`, facts(question.payload, question.payloadSchema));

  const approve = question.outcomes.find(({ id }) => id === 'approve');
  if (!approve) throw new Error('The task has no button to approve.');
  const answer = {
    outcome: approve.id,
    resumeData: { ...approve.resumeData, note: 'Receipt checked.' },
    payloadDigest: question.payloadDigest,
  };
  const { applied } = await unwrap(
    manager.desk.POST('/api/tasks/{taskId}/decision', {
      body: answer,
      params: { path: { taskId }, header: { Prefer: 'wait=10' } },
    }),
  );
  say(
    `${manager.name} answers “${approve.label}”: it is written down${applied ? ', and the run has taken it' : '; the run is about to take it'}.`,
    [`Note: ${answer.resumeData.note}`],
  );

  const finished = await settledRun(requester, request.runId);
  if (finished.status !== 'success')
    throw new Error(
      `The run should have succeeded, but it is ${finished.status}. ${finished.error?.message ?? ''}`,
    );
  const decision = finished.tasks.find((one) => one.decision)?.decision;
  say(`The run has finished; ${requester.name} sees:`, [
    ...finished.steps
      .filter(({ status }) => status === 'success')
      .map((step) => (wasNeeded(finished, step) ? `✓ ${step.title}` : `– ${step.title} (not needed)`)),
    ...(decision
      ? [`Decided by ${decision.by.name}: ${decision.outcomeLabel} (${decision.comment ?? 'no note'})`]
      : []),
    ...facts(finished.result, finished.resultSchema),
  ]);
}
