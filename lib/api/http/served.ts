import type { z } from 'zod';
import type { StoredPost } from '@/db/schema/json';
import type { Context } from '@/lib/people/context';
import type { Drive } from './drain-after';
import type { Answers } from './once-for-key';
import type { Refusal } from './refused-posts';

type Names<Path extends string> = Path extends `${string}{${infer Name}}${infer Rest}`
  ? Name | Names<Rest>
  : never;
type Params<Path extends string> = { [Name in Names<Path>]: string };

type Query = z.ZodObject | undefined;

/** The input of a call: the parameters of its path by name, its parsed query, and its body. */
type Given<Path extends string, Asked extends Query> = Params<Path> & {
  query: Asked extends z.ZodObject ? z.output<Asked> : undefined;
  /** From JSON or a form, not yet validated: the verb does that, after it has checked the actor's authority. */
  body: unknown;
  /** The `Idempotency-Key`, for a verb that stores it itself. */
  key: string | null;
};

/** A call whose verb has returned. `settled`: the runs it drives have done what the caller waited for. */
type Done<Path extends string, Asked extends Query> = Given<Path, Asked> & {
  ctx: Context;
  request: Request;
  settled: boolean;
};

/** How a call handles plain form posts, which are answered with 303. */
type PlainForm<Path extends string, Asked extends Query, Result> = {
  /** The page that has the form. `fields` is null if the post could not be read. */
  back(params: Params<Path>, fields: FormData | null): string;
  /** The body of the call, from the fields. */
  read?(fields: FormData, params: Params<Path>, ctx: Context): unknown;
  /** What to restore on the page after a refusal, or after a change of its rows: the form's id, its values, and extra query parameters. */
  keep?(
    ctx: Context,
    fields: FormData,
    refusal: Refusal,
    params: Params<Path>,
  ): Promise<{ form: string; post: StoredPost; query?: Record<string, string> } | null>;
  /** The page to go to, or a whole response. */
  next(result: Result, done: Done<Path, Asked>): string | Response;
};

/** One call with its verb: everything that `serve` needs. */
export type Served<
  Path extends string = string,
  Asked extends Query = Query,
  Result = unknown,
  Status = { status: number },
> = {
  method: 'get' | 'post';
  /** In the notation of OpenAPI: `/api/tasks/{taskId}`. */
  path: Path;
  query?: Asked;
  /** The schema that the verb validates the body with. Without one, no body is read. */
  body?: z.ZodType;
  /** Not rate limited, such as a stream that browsers reconnect to. */
  unlimited?: boolean;
  /** What an `Idempotency-Key` stores: the answer (the default), only that there was one, or nothing, as the verb does it. */
  idempotency?: Answers | 'own';
  run(ctx: Context, given: Given<Path, Asked>): Result | Promise<Result>;
  /** The runs to drive: after the response, or before it if the caller wants to wait. */
  drives?(result: Result, given: Given<Path, Asked>): readonly Drive[];
  /** The first is the usual one; the second is for a change that is recorded and not yet applied. */
  answers: readonly [Status, ...Status[]];
  /** The response to a program; by default the result as JSON. */
  answer?(result: Result, done: Done<Path, Asked>): Response | Promise<Response>;
  form?: PlainForm<Path, Asked, Result>;
};

/** Declares a call that is not in the document. */
export const served = <const Path extends string, Asked extends Query = undefined, Result = unknown>(
  call: Served<Path, Asked, Result>,
): Served<Path, Asked, Result> => call;
