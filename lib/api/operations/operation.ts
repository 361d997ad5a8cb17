import type { z } from 'zod';
import type { Json } from '@/db/schema/json';
import type { Scope } from '@/lib/people/scopes';
import type { ErrorCode } from '@/lib/base/errors';

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
 * One call of the API as its document tells it. The schemas are those that its route and verb parse by; who calls what
 * is in the verbs. `auth` undefined: a session or a key.
 */
export type Operation = {
  id: string;
  method: 'get' | 'post';
  /** As the document writes it: `/api/tasks/{taskId}`. */
  path: string;
  tag: Tag;
  summary: string;
  description?: string;
  auth?: 'none' | 'cron' | 'metrics';
  /** Counted by nobody's budget, such as a stream that browsers open again by themselves. */
  unlimited?: boolean;
  /** What a key needs; without one no key may call it. */
  scope?: Scope;
  query?: z.ZodObject;
  headers?: z.ZodObject;
  body?: z.ZodType;
  /** A body that it takes. */
  example?: Json;
  /** Takes plain form posts too, and answers them with 303. */
  form?: boolean;
  answers: readonly [Answer, ...Answer[]];
  /** The refusals of its verb. What every call of its kind can be refused with is added by the document. */
  errors: readonly ErrorCode[];
};

export const ok = (description: string, json: z.ZodType): Answer => ({ status: 200, description, json });
export const recorded = (description: string, json: z.ZodType): Answer => ({
  status: 202,
  description,
  json,
});
