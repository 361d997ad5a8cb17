import { z } from 'zod';
import { priorities } from '@/db/enums';
import { longestOutcomeId } from '@/lib/engine/find-verdict';
import { durationText } from '@/lib/base/duration';
import type { RunFacts } from '@/lib/engine/types';
import { callable, candidates, duration, keptRules, names, type Candidates } from './rules';

type Outcome<Resume> = {
  label: string;
  resumeData?: Partial<Resume>;
  tone?: 'success' | 'danger' | 'neutral';
};

const longestOutcomeLabel = 100;

type Times = {
  due?: number | undefined;
  remind?: number[] | undefined;
  escalate?: { afterMs: number } | undefined;
  onExpiry?: unknown;
};

/** Rejects reminders and escalations that could never happen, or only at once. */
function checkTimes(
  { due, remind = [], escalate, onExpiry }: Times,
  { addIssue }: z.RefinementCtx<Times>,
): void {
  const fault = (path: (string | number)[], message: string) => addIssue({ code: 'custom', path, message });
  if (due === undefined) {
    if (onExpiry !== undefined) fault(['onExpiry'], 'needs a due time');
    if (remind.length > 0) fault(['remind'], 'needs a due time');
    return;
  }
  const shorter = `must be shorter than due (${durationText(due)})`;
  for (const [index, before] of remind.entries()) if (before >= due) fault(['remind', index], shorter);
  const ends = onExpiry !== undefined && onExpiry !== 'notify';
  if (escalate && ends && escalate.afterMs >= due)
    fault(['escalate', 'after'], `${shorter}, when no answers are taken any more`);
}

/**
 * What a step's author may say about the task for its suspension, as it is checked at boot. All of it is optional.
 * Unknown keys are refused: a misspelt rule must not be silently dropped.
 */
export const humanTaskSchema = z
  .strictObject({
    /** What is asked, in one line. Default: the step and the request. */
    title: z.union([z.string().min(1), callable]),
    /** Who may answer. Default: everyone with the approver role. Naming nobody gives the task to operators. */
    candidates: z.union([candidates, callable]),
    /** The buttons, by id. Default: derived from the resume schema. */
    outcomes: z
      .record(
        z
          .string()
          .regex(/^[a-z][a-z0-9_-]*$/i, 'must be a simple word')
          .max(longestOutcomeId),
        z.strictObject({
          label: z.string().max(longestOutcomeLabel),
          resumeData: z.record(z.string(), z.json()).optional(),
          tone: z.enum(['success', 'danger', 'neutral']).optional(),
        }),
      )
      .refine((outcomes) => Object.keys(outcomes).length > 0, 'must name at least one'),
    /** Ids of outcomes that need a reason. */
    reasonRequiredFor: names,
    priority: z.enum(priorities),
    /** How long people have, such as `2d` or `4h`. */
    due: duration,
    ...keptRules,
  })
  .partial()
  .superRefine(checkTimes);

type Rules = z.input<typeof humanTaskSchema>;

/** The same for authors, by the types of what the step asks with and of its answer. */
type Typed<Payload, Resume> = {
  title?: string | ((payload: Payload) => string);
  candidates?: Candidates | ((payload: Payload, run: RunFacts) => Candidates | Promise<Candidates>);
  outcomes?: Record<string, Outcome<Resume>>;
  reasonField?: keyof Resume & string;
  onExpiry?: { resumeData: Resume } | 'cancel' | 'notify';
};

export type HumanTask<Payload, Resume> = Pick<Rules, Exclude<keyof Rules, keyof Typed<Payload, Resume>>> &
  Typed<Payload, Resume>;

/** The metadata key under which a step keeps the desk's rules. */
export const metadataKey = 'countersign';

/**
 * Metadata for a Mastra step that waits for a person: `createStep({ …, metadata: humanTask<Payload, Resume>({
 * … }) })`.
 * Mistakes are reported at boot, naming the workflow and step.
 */
export function humanTask<Payload = unknown, Resume = unknown>(
  policy: HumanTask<Payload, Resume>,
): Record<string, unknown> {
  return { [metadataKey]: { humanTask: policy } };
}

/** The policy an author put on a step, unvalidated; undefined when there is none. */
export function humanTaskOf(
  metadata: Record<string, unknown> | undefined,
): HumanTask<unknown, unknown> | undefined {
  const ours = metadata?.[metadataKey];
  return typeof ours === 'object' && ours !== null && 'humanTask' in ours
    ? (ours.humanTask as HumanTask<unknown, unknown>)
    : undefined;
}
