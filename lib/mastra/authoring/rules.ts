import { z } from 'zod';
import { linkProofs } from '@/db/enums';
import { storedPolicy, type LinkPolicy, type StoredPolicy } from '@/db/schema/policy';
import { longestUndoMs } from '@/lib/base/longest-undo';
import { parseDuration } from '@/lib/base/duration';

/** Names of groups and ids or mail addresses of users who may answer. */
export type Candidates = z.input<typeof candidates>;

export const names = z.array(z.string().min(1));
export const candidates = z.strictObject({ groups: names.optional(), users: names.optional() });

export const callable = z.custom<(...args: never[]) => unknown>(
  (value) => typeof value === 'function',
  'must be a function',
);

/** A duration such as `2d`, as milliseconds. */
export const duration = z.string().transform((text, { addIssue }) => {
  const ms = parseDuration(text);
  if (ms === undefined) addIssue('must be a duration such as 2d, 4h or 30m');
  return ms ?? z.NEVER;
});

export const onExpiry = z.union([z.strictObject({ resumeData: z.json() }), z.enum(['cancel', 'notify'])]);

/** Principals, as stored. */
export const principalsNamed = ({ groups = [], users = [] }: Candidates): string[] => [
  ...groups.map((group) => `group:${group}`),
  ...users.map((user) => `user:${user}`),
];

const somebody = candidates.refine(
  ({ groups = [], users = [] }) => groups.length + users.length > 0,
  'must name a group or a user',
);

const linkRule = z.enum([...linkProofs, 'off']);
const { lifetimeMs: defaultLifetimeMs } = storedPolicy.shape.links.parse(undefined)!;

const links = z
  .union([
    linkRule,
    z.literal(false),
    z.strictObject({
      by: linkRule.optional(),
      lifetime: duration.optional(),
      signIn: z.boolean().optional(),
    }),
  ])
  .transform((rule): LinkPolicy | null => {
    const { by, lifetime, signIn } =
      typeof rule === 'object' ? rule : { by: rule === false ? ('off' as const) : rule };
    if (by === 'off') return null;
    return { lifetimeMs: lifetime ?? defaultLifetimeMs, by: by ?? (signIn === true ? 'sign-in' : null) };
  });

/** The rules of a task, under the names that authors use. Each parses to the stored form. */
export const keptRules = {
  /**
   * The answer's property that holds the reason. Default: reason, comment, note or feedback, if there is one.
   */
  reasonField: z.string().min(1),
  /** Whether requesters are kept from answering their own request. Default true. */
  forbidSelfApproval: z.boolean(),
  /** How long the decider may reopen the decision, such as `1h`. Default: only operators may. */
  revise: duration,
  /**
   * How long a decision can be undone before it is applied, such as `10s`, at most 5m; `false`: not at all.
   * Default: the desk's setting.
   */
  undo: z.union([
    z.literal(false).transform(() => 0),
    duration.refine((ms) => ms <= longestUndoMs, 'must be 5m at most'),
  ]),
  /** How often one run may ask the same question before it goes to operators. Default 20. */
  askAgainLimit: z.int().min(1).max(1000),
  /** How long before the due time people are reminded, such as `['1d', '2h']`. */
  remind: z.array(duration).min(1),
  /** Who else is asked if nobody has answered after this time. */
  escalate: z
    .strictObject({ after: duration, to: somebody })
    .transform(({ after, to }) => ({ afterMs: after, to: principalsNamed(to) })),
  /**
   * How the mailed link may be used: with a typed choice (`confirm`), a mailed code (`code`), after sign-in
   * (`sign-in`, default for `high` and `urgent`), or `off`. `lifetime`: how long it works (default `3d`).
   * `false` means `off`, `signIn: true` means `sign-in`.
   */
  links,
  /**
   * What happens at the due time: the system answers, the run is cancelled, or people are only notified
   * (default).
   */
  onExpiry,
} as const;

type Rule = keyof typeof keptRules;

/** The stored name of a rule, where it differs. */
const columnOf = { revise: 'reviseForMs', undo: 'undoMs', remind: 'remindMs' } as const satisfies {
  [K in Rule]?: keyof StoredPolicy;
};
const nameOf = (rule: Rule): keyof StoredPolicy =>
  rule in columnOf ? columnOf[rule as keyof typeof columnOf] : (rule as Exclude<Rule, keyof typeof columnOf>);

/**
 * The rules to store with a task, with defaults filled in. They are checked at boot; an unreadable one that
 * an agent's tool brings later is left out.
 */
export function policyOf(
  authored: { [K in Rule]?: unknown },
  found: Pick<StoredPolicy, 'reasonField' | 'checkEveryMs'>,
): StoredPolicy {
  const kept = (Object.keys(keptRules) as Rule[]).flatMap((rule) => {
    const { data } = keptRules[rule].safeParse(authored[rule]);
    return data === undefined ? [] : [[nameOf(rule), data] as const];
  });
  const policy = storedPolicy.parse({ ...Object.fromEntries(kept), ...found });
  return { ...policy, remindMs: policy.remindMs.toSorted((a, b) => b - a) };
}
