import pTimeout from 'p-timeout';
import { humanize } from '@/lib/base/schema/label';
import type { AnyWorkflow } from '@mastra/core/workflows';
import type { Json, StoredSchema, StoredOutcome } from '@/db/schema/json';
import { log } from '@/lib/base/log';
import { cutText } from '@/lib/base/readable/cut';
import { asAsked, asInput } from '@/lib/engine/evidence';
import { toneOf } from '@/lib/engine/find-verdict';
import { findOutcomes } from '@/lib/engine/outcomes';
import { findReasonField } from '@/lib/engine/reason-field';
import { taskTexts } from '@/lib/base/texts/desk';
import { hiddenSchema } from '@/lib/base/schema/mask';
import type { RunFacts, Suspension, TaskDraft, TaskForm } from '@/lib/engine/types';
import { candidates, duration, policyOf, principalsNamed } from '@/lib/mastra/authoring/rules';
import { humanTaskOf, type HumanTask } from '@/lib/mastra/authoring/human-task';
import { machineWaitOf, type MachineWait } from '@/lib/mastra/authoring/machine-wait';
import { stepAt } from '@/lib/mastra/authoring/steps';
import { schemaOrHidden, toJsonSchema } from '@/lib/mastra/authoring/standard-schema';
import { refuseGone, toolQuestionOf } from './tool-question';

type Policy = HumanTask<unknown, unknown>;

/** How long an author's function may take. The run is held meanwhile. */
const patienceMs = 10_000;
const defaultCheckEveryMs = 60_000;

/** A failing author's function must not lose the question, so its fault is logged and the fallback used. */
async function attempt<T>(
  what: string,
  suspension: Suspension,
  make: () => T | Promise<T>,
  fallback: T,
): Promise<T> {
  try {
    return await pTimeout(Promise.resolve().then(make), { milliseconds: patienceMs });
  } catch (error) {
    log.error(`${what} of a task could not be worked out`, {
      runId: suspension.runId,
      workflowId: suspension.workflowId,
      step: suspension.path.join('/'),
      error,
    });
    return fallback;
  }
}

/** The title when the author gave none. It names the request, so that two questions of one step differ. */
function defaultTitle({ path, forEachIndex }: Suspension, run: RunFacts): string {
  const step = humanize(path.at(-1) ?? '');
  return forEachIndex === null
    ? taskTexts.untitled(step, run.title)
    : taskTexts.untitledItem(step, run.title, forEachIndex + 1);
}

function titleOf(policy: Policy, suspension: Suspension, fallback: string): Promise<string> {
  return attempt(
    'the title',
    suspension,
    () => {
      const title = typeof policy.title === 'function' ? policy.title(suspension.payload) : policy.title;
      return cutText(typeof title === 'string' && title.trim() !== '' ? title : fallback, 300);
    },
    cutText(fallback, 300),
  );
}

/** Principals who may answer: approvers if the author said nothing. An empty result goes to operators. */
async function candidatesOf(policy: Policy, suspension: Suspension, run: RunFacts): Promise<string[]> {
  const said = policy.candidates;
  if (said === undefined) return ['role:approver'];
  const found = await attempt(
    'the candidates',
    suspension,
    async () => candidates.parse(typeof said === 'function' ? await said(suspension.payload, run) : said),
    {},
  );
  return principalsNamed(found);
}

/** The buttons of a step: the author's, else derived from the resume schema. */
export function outcomesOf(policy: Policy, resumeSchema: StoredSchema | null): StoredOutcome[] {
  const reasons = new Set(policy.reasonRequiredFor ?? []);
  const outcomes = policy.outcomes
    ? Object.entries(policy.outcomes).map(([id, { label, tone, resumeData }]): StoredOutcome => ({
        id,
        label,
        tone: tone ?? toneOf(id),
        resumeData: (resumeData ?? {}) as Record<string, Json>,
        reasonRequired: false,
      }))
    : findOutcomes(resumeSchema);
  return outcomes.map((outcome) => ({ ...outcome, reasonRequired: reasons.has(outcome.id) }));
}

/** What a machine wait waits for. A key that cannot be computed matches no signal. */
async function machineDraft(
  wait: MachineWait<unknown, unknown>,
  suspension: Suspension,
  run: RunFacts,
): Promise<Pick<TaskDraft, 'kind' | 'signal'>> {
  if ('check' in wait) return { kind: 'check', signal: null };
  const { name, key } = wait.event;
  const found = await attempt(
    'the key of an event',
    suspension,
    () => (typeof key === 'function' ? key(suspension.payload, run) : key),
    '',
  );
  return { kind: 'event', signal: { name, key: found } };
}

type Question = Pick<Suspension, 'path' | 'payload' | 'ofInput' | 'toolCall'>;

/**
 * A step with the rules for one of its questions: its author's, or those of the tool an agent wants to use.
 */
async function rulesOf(workflow: AnyWorkflow, { path, payload, toolCall }: Question) {
  const step = stepAt(workflow, path)?.step;
  const wait = machineWaitOf(step?.metadata);
  const tool = await toolQuestionOf(step?.metadata, payload, toolCall);
  const policy: Policy =
    tool?.policy ??
    humanTaskOf(step?.metadata) ??
    (wait ? { title: wait.title, due: wait.due, onExpiry: wait.onExpiry } : {});
  return { step, wait, tool, policy };
}

function formBy(
  { step, tool, policy }: Awaited<ReturnType<typeof rulesOf>>,
  { ofInput }: Pick<Question, 'ofInput'>,
): TaskForm {
  const resumeSchema = tool ? tool.resumeSchema : toJsonSchema(step?.resumeSchema);
  const asked = tool ? tool.payloadSchema : step ? toJsonSchema(step.suspendSchema, 'output') : hiddenSchema;
  const payloadSchema =
    step && ofInput && !tool ? asInput(schemaOrHidden(step.inputSchema) ?? hiddenSchema) : asAsked(asked);
  return {
    payloadSchema,
    resumeSchema,
    outcomes: outcomesOf(policy, resumeSchema),
    reasonField: policy.reasonField ?? findReasonField(resumeSchema, payloadSchema),
  };
}

/**
 * What people are shown for a question besides its payload, from the current code.
 * @throws conflict when the agent no longer has the tool
 */
export async function formOf(workflow: AnyWorkflow, question: Question): Promise<TaskForm> {
  const rules = await rulesOf(workflow, question);
  if (rules.tool) refuseGone(rules.tool);
  return formBy(rules, question);
}

/** Turns a suspension into the task its author described. A step without metadata gets defaults. */
export async function describeTask(
  workflow: AnyWorkflow,
  suspension: Suspension,
  run: RunFacts,
  now: Date,
): Promise<TaskDraft> {
  const rules = await rulesOf(workflow, suspension);
  const { step, wait, tool, policy } = rules;
  // Authors' functions get the step's own payload, never the input shown in its place.
  const about = { ...suspension, payload: tool ? tool.about : suspension.ofInput ? {} : suspension.payload };
  const due = duration.safeParse(policy.due).data;
  const { reasonField, ...form } = formBy(rules, suspension);
  const checkEveryMs =
    wait && 'check' in wait ? (duration.safeParse(wait.every).data ?? defaultCheckEveryMs) : null;
  return {
    ...form,
    ...(wait
      ? await machineDraft(wait, suspension, run)
      : { kind: tool ? 'tool-call' : 'step', signal: null }),
    title: await titleOf(
      policy,
      about,
      tool ? taskTexts.mayUse(humanize(tool.name)) : defaultTitle(about, run),
    ),
    // We cannot know whom a removed step would ask, so it goes to operators rather than everybody.
    candidates: wait || !step ? [] : await candidatesOf(policy, about, run),
    priority: policy.priority ?? 'normal',
    dueAt: due === undefined ? null : new Date(now.getTime() + due),
    policy: {
      ...policyOf(policy, { reasonField, checkEveryMs }),
      ...(step ? {} : { links: null }),
    },
  };
}
