import type { z } from 'zod';
import type { Json } from '@/db/schema/json';
import type { Scope } from '@/lib/people/scopes';
import type { ErrorCode } from '@/lib/base/errors';
import type { Served } from '@/lib/api/http/served';

export const tags = {
  Workflows: 'The kinds of request that this desk offers.',
  Runs: 'Start, read, follow and cancel requests.',
  Tasks: 'Tasks that wait for people, and their decisions.',
  Signals: 'Events from other systems that runs wait for.',
  Operations: 'For operators: problems, and the actions that resolve them.',
  Audit: 'For operators: who did what, and when.',
  Webhooks:
    'For administrators; operators can view them. Send events to other systems, in the Standard Webhooks format.',
  Keys: 'API keys let programs act for a person, within scopes. Only signed-in people manage them.',
  Session: 'Sign in and out by email and password.',
  Service: 'Health, metrics and the sweep.',
} as const;

type Tag = keyof typeof tags;

/** A successful response: JSON of a schema, or text of a media type. */
export type Answer = {
  status: number;
  description: string;
  json?: z.ZodType;
  text?: { type: string; example?: string };
  file?: boolean;
  headers?: Record<string, z.ZodType>;
};

/**
 * A call of the API as its document describes it. The verb checks who may call it. Without `auth`, the call accepts a
 * session or a key.
 */
export type Described = {
  id: string;
  method: 'get' | 'post';
  /** In the document's notation: `/api/tasks/{taskId}`. */
  path: string;
  tag: Tag;
  summary: string;
  description?: string;
  auth?: 'none' | 'cron' | 'metrics';
  unlimited?: boolean;
  /** The scope that a key needs; without one, no key may call it. */
  scope?: Scope;
  query?: z.ZodObject;
  headers?: z.ZodObject;
  body?: z.ZodType;
  /** An example of the body. */
  example?: Json;
  /** Also accepts plain form posts, and redirects (303). */
  form?: object;
  answers: readonly [Answer, ...Answer[]];
  /** The errors of its verb. The document adds those that every call of its kind can have. */
  errors: readonly ErrorCode[];
};

/** A call of the API with its verb: routes serve it, and the document describes it. */
export type Operation<
  Path extends string = string,
  Query extends z.ZodObject | undefined = z.ZodObject | undefined,
  Result = unknown,
> = Omit<Described, keyof Served> & Served<Path, Query, Result, Answer>;

/** Declares an operation; infers the types of its path, query and result for the verb and the response. */
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
