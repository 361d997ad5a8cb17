import { z } from 'zod';
import { linkProofs, priorities, type LinkProof } from '@/db/enums';
import { longestOutcomeId } from '@/lib/engine/find-verdict';
import { longestUndoMs } from '@/lib/base/longest-undo';
import { parseDuration } from '@/lib/base/duration';
import type { RunFacts } from '@/lib/engine/types';

/** Names of groups and ids or mail addresses of users who may answer. */
export type Candidates = { groups?: string[]; users?: string[] };

type LinkRule = LinkProof | 'off';

type Outcome<Resume> = {
  label: string;
  resumeData?: Partial<Resume>;
  tone?: 'success' | 'danger' | 'neutral';
};

/** What a step's author may say about the task for its suspension. All of it is optional. */
export type HumanTask<Payload, Resume> = {
  /** What is asked, in one line. Default: the step and the request. */
  title?: string | ((payload: Payload) => string);
  /** Who may answer. Default: everyone with the approver role. Naming nobody gives the task to operators. */
  candidates?: Candidates | ((payload: Payload, run: RunFacts) => Candidates | Promise<Candidates>);
  /** The buttons, by id. Default: derived from the resume schema. */
  outcomes?: Record<string, Outcome<Resume>>;
  /** Ids of outcomes that need a reason. */
  reasonRequiredFor?: string[];
  /**
   * The answer's property that holds the reason. Default: reason, comment, note or feedback, if there is one.
   */
  reasonField?: keyof Resume & string;
  /** Whether requesters are kept from answering their own request. Default true. */
  forbidSelfApproval?: boolean;
  priority?: (typeof priorities)[number];
  /** How long people have, such as `2d` or `4h`. */
  due?: string;
  /** How long the decider may take the answer back, such as `1h`. Default: only operators may. */
  revise?: string;
  /**
   * How long a decision can be undone before it is applied, such as `10s`, at most 5m; `false`: not at all.
   * Default: the desk's setting.
   */
  undo?: string | false;
  /** How often one run may ask the same question before it goes to operators. Default 20. */
  askAgainLimit?: number;
  /** How long before the due time people are reminded, such as `['1d', '2h']`. */
  remind?: string[];
  /** Who else is asked if nobody has answered after this time. */
  escalate?: { after: string; to: Candidates };
  /**
   * How the mailed link may be used: with a typed choice (`confirm`), a mailed code (`code`), after sign-in
   * (`sign-in`, default for `high` and `urgent`), or `off`. `lifetime`: how long it works (default `3d`).
   * `false` means `off`, `signIn: true` means `sign-in`.
   */
  links?: LinkRule | false | { by?: LinkRule; lifetime?: string; signIn?: boolean };
  /**
   * What happens at the due time: the system answers, the run is cancelled, or people are only notified
   * (default).
   */
  onExpiry?: { resumeData: Resume } | 'cancel' | 'notify';
};

const longestOutcomeLabel = 100;

const linkRule = z.enum([...linkProofs, 'off']);
const names = z.array(z.string().min(1));
export const candidatesSchema = z.strictObject({ groups: names.optional(), users: names.optional() });
const callable = z.custom<(...args: never[]) => unknown>(
  (value) => typeof value === 'function',
  'must be a function',
);
const duration = z
  .string()
  .refine((text) => parseDuration(text) !== undefined, 'must be a duration such as 2d, 4h or 30m');

const somebody = candidatesSchema.refine(
  ({ groups = [], users = [] }) => groups.length + users.length > 0,
  'must name a group or a user',
);

type Times = {
  due?: string | undefined;
  remind?: string[] | undefined;
  escalate?: { after: string } | undefined;
  onExpiry?: unknown;
};

/** Rejects reminders and escalations that could never happen, or only at once. */
function checkTimes(
  { due, remind = [], escalate, onExpiry }: Times,
  { addIssue }: z.RefinementCtx<Times>,
): void {
  const fault = (path: (string | number)[], message: string) => addIssue({ code: 'custom', path, message });
  const time = due === undefined ? undefined : (parseDuration(due) ?? 0);
  if (onExpiry !== undefined && time === undefined) fault(['onExpiry'], 'needs a due time');
  if (remind.length > 0 && time === undefined) fault(['remind'], 'needs a due time');
  for (const [index, before] of remind.entries())
    if (time !== undefined && (parseDuration(before) ?? 0) >= time)
      fault(['remind', index], `must be shorter than due (${due})`);
  const ends = onExpiry !== undefined && onExpiry !== 'notify';
  if (escalate && ends && time !== undefined && (parseDuration(escalate.after) ?? 0) >= time)
    fault(['escalate', 'after'], `must be shorter than due (${due}), when no answers are taken any more`);
}

/**
 * The policy as checked at boot. Unknown keys are refused, so that a misspelt rule is not silently dropped.
 */
export const humanTaskSchema = z
  .strictObject({
    title: z.union([z.string().min(1), callable]).optional(),
    candidates: z.union([candidatesSchema, callable]).optional(),
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
      .refine((outcomes) => Object.keys(outcomes).length > 0, 'must name at least one')
      .optional(),
    reasonRequiredFor: names.optional(),
    reasonField: z.string().min(1).optional(),
    forbidSelfApproval: z.boolean().optional(),
    priority: z.enum(priorities).optional(),
    due: duration.optional(),
    revise: duration.optional(),
    undo: z
      .union([
        z.literal(false),
        duration.refine((text) => (parseDuration(text) ?? 0) <= longestUndoMs, 'must be 5m at most'),
      ])
      .optional(),
    askAgainLimit: z.int().min(1).max(1000).optional(),
    remind: z.array(duration).min(1).optional(),
    escalate: z.strictObject({ after: duration, to: somebody }).optional(),
    links: z
      .union([
        linkRule,
        z.literal(false),
        z.strictObject({
          by: linkRule.optional(),
          lifetime: duration.optional(),
          signIn: z.boolean().optional(),
        }),
      ])
      .optional(),
    onExpiry: z
      .union([z.strictObject({ resumeData: z.json() }), z.literal('cancel'), z.literal('notify')])
      .optional(),
  })
  .superRefine(checkTimes);

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
