import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import { emailOf, Person } from './person';

const schema = z.object({ properties: z.record(z.string(), z.object({ title: z.string().optional() })) });
const workflows = z.object({ items: z.array(z.object({ id: z.string(), title: z.string(), inputSchema: schema })) });
const started = z.object({ runId: z.string(), title: z.string() });
const tasks = z.object({ items: z.array(z.object({ taskId: z.string(), runId: z.string(), title: z.string() })), nextCursor: z.string().nullable() });
const outcome = z.object({ id: z.string(), label: z.string(), resumeData: z.record(z.string(), z.json()) });
const task = z.object({
  title: z.string(),
  payload: z.record(z.string(), z.json()),
  payloadSchema: schema.nullable(),
  payloadDigest: z.string(),
  outcomes: z.array(outcome),
});
const decided = z.object({ applied: z.boolean() });
const run = z.object({
  status: z.string(),
  steps: z.array(z.object({ path: z.array(z.string()), title: z.string(), status: z.string(), human: z.boolean() })),
  tasks: z.array(
    z.object({ stepPath: z.array(z.string()), state: z.string(), askedOf: z.array(z.string()), decision: z.object({ outcomeLabel: z.string(), comment: z.string().nullable(), by: z.object({ name: z.string() }) }).nullable() }),
  ),
  result: z.json(),
  resultSchema: schema.nullable(),
  error: z.object({ message: z.string() }).nullable(),
});

const expense = { purpose: 'Train to the customer in Lyon', category: 'travel', amount: 184.5, currency: 'EUR', spentOn: '2026-11-18', details: 'Return ticket, second class.' };

/** "Amount: 184.5", a line each, by the titles of the schema; lists and objects are left to the task page. */
function facts(payload: Record<string, unknown>, shape: z.infer<typeof schema> | null | undefined): string[] {
  return Object.entries(payload)
    .filter(([, value]) => ['string', 'number', 'boolean'].includes(typeof value))
    .map(([key, value]) => `${shape?.properties[key]?.title ?? key}: ${String(value)}`);
}

/** Whether a step did something: one that may ask people and asked nobody was passed through. */
const wasNeeded = ({ tasks: questions }: z.infer<typeof run>, step: z.infer<typeof run>['steps'][number]): boolean =>
  !step.human || questions.some(({ stepPath }) => stepPath.join('/') === step.path.join('/'));

/** Reads a run until it has come to rest; the server goes on by itself, so this only looks. */
async function settledRun(person: Person, runId: string): Promise<z.infer<typeof run>> {
  const deadline = Date.now() + 30_000;
  for (;;) {
    const now = await person.get(`/api/runs/${runId}`, run);
    if (!['pending', 'running'].includes(now.status)) return now;
    if (Date.now() > deadline) throw new Error(`The run was still ${now.status} after 30 seconds.`);
    await delay(200);
  }
}

async function findTask(person: Person, runId: string): Promise<string> {
  let cursor: string | null = null;
  do {
    const page: z.infer<typeof tasks> = await person.get(`/api/tasks?scope=mine&limit=100${cursor ? `&cursor=${encodeURIComponent(cursor)}` : ''}`, tasks);
    const found = page.items.find((item) => item.runId === runId);
    if (found) return found.taskId;
    cursor = page.nextCursor;
  } while (cursor);
  throw new Error(`The request did not reach the inbox of ${person.name}.`);
}

/**
 * Plays the main job over HTTP as two people: a request suspends, an approver answers, the run finishes.
 * `say` gets each step in plain words.
 * @throws Error when anything is not as it should be.
 */
export async function playMainJob(url: string, say: (line: string, details?: string[]) => void): Promise<void> {
  const requester = await Person.signIn(url, 'requester');
  say(`${requester.name} (${emailOf('requester')}) signs in.`);

  const offered = await requester.get('/api/workflows', workflows);
  say(`The desk offers ${offered.items.length} workflows: ${offered.items.map(({ title }) => title).join(', ')}.`);

  const workflow = offered.items.find(({ id }) => id === 'expense-report');
  const request = await requester.post('/api/runs', { workflowId: 'expense-report', input: expense }, started, { 'idempotency-key': randomUUID() });
  say(`${requester.name} makes a request: “${request.title}”.`, facts(expense, workflow?.inputSchema));

  const waiting = await settledRun(requester, request.runId);
  const asked = waiting.tasks.find(({ state }) => state === 'open')?.askedOf ?? [];
  if (waiting.status !== 'suspended') throw new Error(`The run should wait for a manager, but it is ${waiting.status}.`);
  say(`The run is suspended: it waits for ${asked.join(', ')}, and would do so through a restart.`);

  const manager = await Person.signIn(url, 'manager');
  const taskId = await findTask(manager, request.runId);
  say(`${manager.name} (${emailOf('manager')}) signs in and finds it in the inbox.`);

  const question = await manager.get(`/api/tasks/${taskId}`, task);
  say(`The question: “${question.title}”`, facts(question.payload, question.payloadSchema));

  const approve = question.outcomes.find(({ id }) => id === 'approve');
  if (!approve) throw new Error('The task has no button to approve.');
  const answer = { outcome: approve.id, resumeData: { ...approve.resumeData, note: 'Receipt checked.' }, payloadDigest: question.payloadDigest };
  const { applied } = await manager.post(`/api/tasks/${taskId}/decision`, answer, decided);
  say(`${manager.name} answers “${approve.label}”: it is written down${applied ? ', and the run has taken it' : '; the run is about to take it'}.`, [`Note: ${answer.resumeData.note}`]);

  const finished = await settledRun(requester, request.runId);
  if (finished.status !== 'success') throw new Error(`The run should have succeeded, but it is ${finished.status}. ${finished.error?.message ?? ''}`);
  const decision = finished.tasks.find((one) => one.decision)?.decision;
  say(`The run has finished; ${requester.name} sees:`, [
    ...finished.steps.filter(({ status }) => status === 'success').map((step) => (wasNeeded(finished, step) ? `✓ ${step.title}` : `– ${step.title} (not needed)`)),
    ...(decision ? [`Decided by ${decision.by.name}: ${decision.outcomeLabel} (${decision.comment ?? 'no note'})`] : []),
    ...facts(z.record(z.string(), z.json()).parse(finished.result), finished.resultSchema),
  ]);
}
