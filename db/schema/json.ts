/** A JSON value (RFC 8259). */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** A JSON Schema as it is stored; `lib/base/schema` reads it. */
export type StoredSchema = { [key: string]: Json };

/** A workflow's schemas for its input and result. */
export type RunSchemas = { input: StoredSchema | null; result: StoredSchema | null };

/** One button of a task. Its `resumeData` overrides what the person filled in. */
export type StoredOutcome = {
  id: string;
  label: string;
  tone: 'success' | 'danger' | 'neutral';
  resumeData: { [key: string]: Json };
  reasonRequired: boolean;
};

/** Earlier rounds of the same question in this run: how many, and who decided what. */
export type AskedBefore = {
  times: number;
  answers: { outcome: string; label: string; name: string; times: number }[];
};

/** One step of a run's timeline, in plain words. `path` is the engine's path, `id`s from outer to inner. */
export type StoredStep = {
  path: string[];
  title: string;
  status: 'pending' | 'running' | 'suspended' | 'waiting' | 'success' | 'failed' | 'skipped' | 'canceled';
  human: boolean;
  startedAt: number | null;
  endedAt: number | null;
};

/** `meant`: written for the requester to read, not only for operators. */
export type StoredError = { message: string; step: string | null; meant?: boolean };

/** A refused form post: its values, without sensitive parts, and what was wrong with them. */
export type RefusedPost = {
  values: Json | null;
  comment: string;
  /** For a decision: the chosen outcome. Posts from older releases have none. */
  outcome?: string | undefined;
  issues: { path: string; message: string }[];
  /** Text of numbers, choices and JSON that could not be read, by path. */
  unread: { [path: string]: string };
  /** Which of several kinds was chosen, by path. Posts from older releases have none. */
  picked?: { [path: string]: number } | undefined;
  /** The idempotency key of a request, so that sending it again is the same request. */
  key: string | null;
};

/** The same as stored: our own issues as reasons, which the page turns into sentences in the reader's language. */
export type StoredPost = Omit<RefusedPost, 'issues'> & {
  issues: ({ path: string } & ({ message: string } | { reason: string; params: object }))[];
};

/** How an agent asked for the use of a tool, with the tool's definition as it was then. */
export type StoredToolCall = {
  /** The chain of names: each agent's name for the next one, then the tool that asks. */
  via: string[];
  /** Where the tool is a workflow: the path of its step that asks. */
  step: string[] | null;
  /** Whether the tool waits for approval; otherwise the tool itself suspended with a question. */
  approval: boolean;
  /** Whether the code lists the tool for every request, so that the released definition applies. Null: not recorded. */
  fixed: boolean | null;
  /** Null where the author gave none; a schema that could not be found hides and refuses everything. */
  definition: { input: StoredSchema | null; suspend: StoredSchema | null; resume: StoredSchema | null };
};
