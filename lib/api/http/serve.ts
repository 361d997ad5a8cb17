import { parseQuery } from '@/lib/base/page-query';
import type { Context } from '@/lib/people/context';
import { admitted, known, withSender, type Sender } from './api-context';
import { drainAfter, waitSeconds } from './drain-after';
import { idempotencyKey } from './idempotency-key';
import { onceForKey } from './once-for-key';
import { fieldOf, isForm } from './read-form';
import { readJson } from './read-json';
import { route, type RouteContext } from './route';
import { seeOther } from './see-other';
import { serveForm } from './serve-form';
import type { Served } from './served';

/** `writing`: the context for the verb, if it differs from the sender's. */
type Sent = { call: Served; request: Request; params: Record<string, string>; writing?: Context };

/** Seconds that a plain form post waits for the run, so that the next page can show the outcome. */
const formWaits = 5;

const keyOf = ({ headers }: Request) => headers.get('idempotency-key');

async function bodyOf({ call, request, params }: Sent, ctx: Context, fields: FormData | null) {
  if (!call.body) return undefined;
  return fields ? call.form?.read?.(fields, params, ctx) : readJson(request);
}

async function givenOf(sent: Sent, ctx: Context, fields: FormData | null) {
  const { call, request, params } = sent;
  const { searchParams } = new URL(request.url);
  return {
    ...params,
    query: call.query && parseQuery(call.query, Object.fromEntries(searchParams)),
    body: await bodyOf(sent, ctx, fields),
    key:
      call.idempotency === 'own'
        ? idempotencyKey(keyOf(request) ?? (fields && fieldOf(fields, 'idempotencyKey')))
        : null,
  };
}

function usualAnswer({ answers: [usual, recorded = usual] }: Served, result: unknown, settled: boolean) {
  const { status } = settled ? usual : recorded;
  return status === 204 ? new Response(null, { status }) : Response.json(result, { status });
}

/** Calls the verb, drives its runs, and answers. */
async function perform(sent: Sent, ctx: Context, fields: FormData | null): Promise<Response> {
  const { call, request, writing = ctx } = sent;
  const given = await givenOf(sent, ctx, fields);
  const result = await call.run(writing, given);
  const seconds = fields ? formWaits : waitSeconds(request);
  const settled = await drainAfter(ctx, call.drives?.(result, given) ?? [], seconds);
  const done = { ...given, ctx, request, settled };
  if (!fields || !call.form) return call.answer?.(result, done) ?? usualAnswer(call, result, settled);
  const next = call.form.next(result, done);
  return typeof next === 'string' ? seeOther(next) : next;
}

/** @throws unauthenticated and rate_limited (unless it is a form), and whatever the verb throws */
async function answerTo(sent: Sent, sender: Sender): Promise<Response> {
  const { call, request, params } = sent;
  if (call.form && isForm(request))
    return serveForm(call.form, { request, params }, sender, (ctx, fields) => perform(sent, ctx, fields));
  return perform(sent, admitted(sender), null);
}

/**
 * The route handler of a call. Authentication, rate limits, idempotency, parsing, plain forms, driving runs and the
 * response all follow from its descriptor.
 */
export function serve(call: Served) {
  const handler = route((request: Request, context?: RouteContext) =>
    withSender(request, { limited: !call.unlimited }, async (sender) => {
      const params = (await context?.params) ?? {};
      const sent = { call, request, params: params as Record<string, string> };
      const { idempotency = 'kept' } = call;
      if (call.method === 'get' || idempotency === 'own' || !keyOf(request)) return answerTo(sent, sender);
      const ctx = admitted(sender);
      return onceForKey(ctx, request, idempotency, (again, writing) =>
        answerTo({ ...sent, request: again, writing }, known(ctx)),
      );
    }),
  );
  return Object.assign(handler, { serves: call });
}
