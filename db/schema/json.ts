import type { LinkProof } from '../enums';

/** A JSON value (RFC 8259). */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** A JSON Schema as it is stored; `lib/schema` reads it. */
export type StoredSchema = { [key: string]: Json };

/** What a workflow said of its requests and results. */
export type RunSchemas = { input: StoredSchema | null; result: StoredSchema | null };

/** One button of a task. Its `resumeData` is laid over what the person filled in. */
export type StoredOutcome = {
  id: string;
  label: string;
  tone: 'success' | 'danger' | 'neutral';
  resumeData: { [key: string]: Json };
  reasonRequired: boolean;
};

/** The same question, asked before in the same run: how often, and who answered what. */
export type AskedBefore = {
  times: number;
  answers: { outcome: string; label: string; name: string; times: number }[];
};

export type StoredPolicy = {
  forbidSelfApproval: boolean;
  /** The property of the answer that carries the person's reason, when the resume schema has one. */
  reasonField: string | null;
  onExpiry: { resumeData: Json } | 'cancel' | 'notify';
  /** For how many milliseconds the one who decided may take the answer back; null: only operators may. */
  reviseForMs?: number | null;
  /** For how long a decision can be undone before it is applied; null leaves it to the desk. */
  undoMs?: number | null;
  /** After how many answers to the very same question in one run only operators are asked. */
  askAgainLimit?: number;
  /** For kind `check`: milliseconds between two questions. */
  checkEveryMs?: number | null;
  /** How many milliseconds before `dueAt` people are reminded, the longest first. */
  remindMs?: number[];
  /** Who else is asked, as principals, this many milliseconds after the task opened. */
  escalate?: { afterMs: number; to: string[] } | null;
  /** How the task may be answered by links; null: not at all. */
  links?: LinkPolicy | null;
};

/**
 * How long a link lives, in milliseconds, and what it takes to answer by it; null: what the priority asks for.
 * Tasks of before have `signIn` instead.
 */
export type LinkPolicy = { lifetimeMs: number; by?: LinkProof | null; signIn?: boolean };

/** One step of a run's timeline, in plain words. `path` is the engine's path, `id`s from outer to inner. */
export type StoredStep = {
  path: string[];
  title: string;
  status: 'pending' | 'running' | 'suspended' | 'waiting' | 'success' | 'failed' | 'skipped' | 'canceled';
  human: boolean;
  startedAt: number | null;
  endedAt: number | null;
};

export type StoredError = { message: string; step: string | null };

/** What a refused form post held, without its sensitive parts, and what was wrong with it. */
export type RefusedPost = {
  values: Json | null;
  comment: string;
  /** Of a decision: the outcome that was chosen. Posts of older releases have none. */
  outcome?: string | undefined;
  issues: { path: string; message: string }[];
  /** JSON text that is none, by the path of its part. */
  unread: { [path: string]: string };
  /** The idempotency key of a request, so that sending it again is the same request. */
  key: string | null;
};

/** How an agent asked for the use of a tool, with the tool's definition as it was then. */
export type StoredToolCall = {
  /** The names by which each agent has the next one, then that of the tool which asks. */
  via: string[];
  /** Where the tool is a workflow: the path of its step that asks. */
  step: string[] | null;
  /** Whether the tool waits to be allowed; else it asked for something itself. */
  approval: boolean;
  /** Whether the code names the tool for every request: then the code's definition holds, as it is released. Null: not noted. */
  fixed: boolean | null;
  /** Schemas that the author did not give are null; one that could not be found hides and refuses all. */
  definition: { input: StoredSchema | null; suspend: StoredSchema | null; resume: StoredSchema | null };
};
