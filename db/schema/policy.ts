import { customType } from 'drizzle-orm/sqlite-core';
import { z } from 'zod';
import { linkProofs } from '../enums';
import type { Json } from './json';

const day = 86_400_000;
const ms = z.number().nonnegative();

/** How long a link works, in milliseconds, and the proof it asks for; null: what the priority requires. */
const links = z
  .object({
    lifetimeMs: ms,
    by: z.enum(linkProofs).nullable().default(null),
    /** Older releases stored this instead of `by`. */
    signIn: z.boolean().default(false),
  })
  .transform(({ lifetimeMs, by, signIn }) => ({
    lifetimeMs,
    by: by ?? (signIn ? ('sign-in' as const) : null),
  }));

/**
 * The rules stored with a task, declared only here. Authors write them by the schema in
 * lib/mastra/authoring/rules.ts. Missing rules of older tasks get the default; an unreadable one gets the
 * value that allows less.
 */
export const storedPolicy = z.object({
  forbidSelfApproval: z.boolean().default(true).catch(true),
  /** The property of the answer that carries the person's reason, when the resume schema has one. */
  reasonField: z.string().nullable().default(null).catch(null),
  onExpiry: z
    .union([z.object({ resumeData: z.json() as z.ZodType<Json> }), z.enum(['cancel', 'notify'])])
    .default('notify')
    .catch('notify'),
  /** For how many milliseconds the decider may reopen the decision; null: only operators may. */
  reviseForMs: ms.nullable().default(null).catch(null),
  /** For how long a decision can be undone before it is applied; null leaves it to the desk. */
  undoMs: ms.nullable().default(null).catch(null),
  /** After how many decisions on the very same question in one run only operators are asked. */
  askAgainLimit: z.int().default(20).catch(20),
  /** For kind `check`: milliseconds between two checks. */
  checkEveryMs: ms.nullable().default(null).catch(null),
  /** How many milliseconds before `dueAt` people are reminded, the longest first. */
  remindMs: z.array(ms).default([]).catch([]),
  /** Additional candidates, as principals, this many milliseconds after the task opened. */
  escalate: z
    .object({ afterMs: ms, to: z.array(z.string()) })
    .nullable()
    .default(null)
    .catch(null),
  /** How the task may be answered by links; null: not at all. */
  links: links
    .nullable()
    .default({ lifetimeMs: 3 * day, by: null })
    .catch(null),
});

export type StoredPolicy = z.output<typeof storedPolicy>;
export type LinkPolicy = NonNullable<StoredPolicy['links']>;

/** A stored policy with defaults. Keys written by a newer release are kept. */
export const readPolicy = (stored: unknown): StoredPolicy => ({
  ...(typeof stored === 'object' ? stored : null),
  ...storedPolicy.parse(stored),
});

/** The column of a task's policy. */
export const policyJson = customType<{ data: StoredPolicy; driverData: string }>({
  dataType: () => 'text',
  toDriver: (value) => JSON.stringify(value),
  fromDriver: (stored) => readPolicy(JSON.parse(stored)),
});
