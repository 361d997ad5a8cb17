import type { z } from 'zod';
import type { Json } from '@/db/schema/json';
import type { Scope } from '@/lib/people/scopes';
import type { ErrorCode } from '@/lib/base/errors';
import type { Served } from '@/lib/api/http/served';

export const tags = {
  Workflows: 'What can be asked for.',
  Runs: 'Requests: making, reading, following and ending them.',
  Tasks: 'What people are asked, and their answers.',
  Signals: 'Events from outside that runs wait for.',
  Operations: 'For operators: what needs their eyes, and what can be done about it.',
  Audit: 'For operators: what was done, by whom.',
  Webhooks:
    'For administrators; operators may look. Programs that are told of events, in the Standard Webhooks format.',
  Keys: 'API keys: programs that act for a person, within scopes. Only people who are signed in manage them.',
  Session: 'Signing in and out by email and password.',
  Service: 'Whether the desk is alive, its metrics and its sweep.',
} as const;

type Tag = keyof typeof tags;

/** What a successful answer is: JSON of a schema, or text of a type. */
export type Answer = {
  status: number;
  description: string;
  json?: z.ZodType;
  text?: { type: string; example?: string };
  file?: boolean;
  headers?: Record<string, z.ZodType>;
};

/**
 * One call of the API, as its document describes it. Who may call it is decided by its verb. Without `auth` it takes a
 * session or a key.
 */
export type Described = {
  id: string;
  method: 'get' | 'post';
  /** As the document writes it: `/api/tasks/{taskId}`. */
  path: string;
  tag: Tag;
  summary: string;
  description?: string;
  auth?: 'none' | 'cron' | 'metrics';
  unlimited?: boolean;
  /** What a key needs; without one no key may call it. */
  scope?: Scope;
  query?: z.ZodObject;
  headers?: z.ZodObject;
  body?: z.ZodType;
  /** A body that it takes. */
  example?: Json;
  /** Takes plain form posts too, and answers them with 303. */
  form?: object;
  answers: readonly [Answer, ...Answer[]];
  /** The refusals of its verb. What every call of its kind can be refused with is added by the document. */
  errors: readonly ErrorCode[];
};

/** One call of the API with its verb: the routes serve it, and the document describes it. */
export type Operation<
  Path extends string = string,
  Query extends z.ZodObject | undefined = z.ZodObject | undefined,
  Result = unknown,
> = Omit<Described, keyof Served> & Served<Path, Query, Result, Answer>;

/** Declares an operation. Its verb gets the path and query by their types; its answer gets the result of the verb. */
export const operation = <
  const Path extends string,
  Query extends z.ZodObject | undefined = undefined,
  Result = unknown,
>(
  call: Operation<Path, Query, Result>,
): Operation<Path, Query, Result> => call;

export const ok = (description: string, json: z.ZodType): Answer => ({ status: 200, description, json });
export const recorded = (description: string, json: z.ZodType): Answer => ({
  status: 202,
  description,
  json,
});
