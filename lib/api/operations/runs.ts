import { z } from 'zod';
import { fieldOf } from '@/lib/api/http/read-form';
import { keepRequest, newRequestPath, requestOfForm } from '@/lib/api/http/read-start-run';
import { jsonFile } from '@/lib/api/http/json-file';
import { requireFollower, runEventStream } from '@/lib/api/http/run-event-stream';
import { cancelRun, cancelRunInput } from '@/lib/desk/runs/cancel-run';
import { getRun, getRunData, runDetailOf } from '@/lib/desk/runs/get-run';
import { getSnapshotFile } from '@/lib/desk/runs/get-snapshot';
import { listRuns, runQuery } from '@/lib/desk/runs/list-runs';
import { listWorkflows } from '@/lib/desk/runs/list-workflows';
import { startRun, startRunInput } from '@/lib/desk/runs/start-run';
import { runDetail, runEvent, runSummary, snapshotFile } from '@/lib/desk/runs/types';
import { workflowInfo } from '@/lib/engine/workflow-info';
import { json, pageOf } from '@/lib/base/shapes';
import { preferHeader } from './headers';
import { ok, operation, recorded } from './operation';
import { runPage } from './run-answer';

const ended = 'The run, whose end is recorded and about to be told to the engine.';

/** The sequence number to stream from; anything that is not one means the beginning. */
function seqOf(text: unknown): number {
  const seq = Number(text);
  return Number.isSafeInteger(seq) && seq >= 0 ? seq : 0;
}

const eventsQuery = z.object({
  after: z
    .preprocess((after) => (after === undefined ? after : seqOf(after)), z.int().min(0).optional())
    .meta({ description: 'The `seq` of the last event that was read; `Last-Event-ID` goes before it.' }),
});
const snapshotQuery = z.object({
  // Any value means yes.
  download: z
    .preprocess((download) => (download === undefined ? download : '1'), z.literal('1').optional())
    .meta({ description: 'The whole of it, as a file.' }),
});

/** Headers that keep proxies from buffering or changing server-sent events. */
const eventStream = {
  'content-type': 'text/event-stream; charset=utf-8',
  'cache-control': 'no-cache, no-transform',
  'x-accel-buffering': 'no',
};

export const runOperations = {
  listWorkflows: operation({
    id: 'listWorkflows',
    scope: 'workflows:read',
    method: 'get',
    path: '/api/workflows',
    tag: 'Workflows',
    summary: 'The workflows of this desk',
    run: (ctx) => listWorkflows(ctx),
    answers: [ok('All of them.', pageOf(workflowInfo))],
    errors: [],
  }),
  listRuns: operation({
    id: 'listRuns',
    scope: 'runs:read',
    method: 'get',
    path: '/api/runs',
    tag: 'Runs',
    summary: 'Requests, newest first',
    query: runQuery,
    run: (ctx, { query }) => listRuns(ctx, query),
    answers: [ok('A page of runs.', pageOf(runSummary))],
    errors: ['invalid'],
  }),
  startRun: operation({
    id: 'startRun',
    scope: 'runs:start',
    method: 'post',
    path: '/api/runs',
    tag: 'Runs',
    summary: 'Make a request',
    description:
      'With an `Idempotency-Key` the same request again gives the run of the first time, however late.',
    headers: preferHeader,
    body: startRunInput,
    example: {
      workflowId: 'expense-report',
      input: {
        purpose: 'Train to Lyon',
        category: 'travel',
        amount: 184.5,
        currency: 'EUR',
        spentOn: '2026-11-18',
      },
    },
    // The run itself stores the key, in the batch that creates it.
    idempotency: 'own',
    run: (ctx, { body, key }) => startRun(ctx, body, key),
    drives: ({ run: { id } }) => [{ runId: id, waitsFor: { debt: `start:${id}` } }],
    answers: [
      {
        status: 201,
        description: 'The new run.',
        json: runDetail,
        headers: { Location: z.string().meta({ description: 'The address of the run.' }) },
      },
      {
        status: 200,
        description: 'The run that this key made before.',
        json: runDetail,
        headers: { Location: z.string().meta({ description: 'The address of the run.' }) },
      },
    ],
    answer: async ({ run, repeated }, { ctx }) =>
      Response.json(await runDetailOf(ctx, run.id), {
        status: repeated ? 200 : 201,
        headers: { location: `/api/runs/${run.id}` },
      }),
    form: {
      back: (_, fields) => newRequestPath(fields),
      read: (fields, _, ctx) => requestOfForm(ctx, fields),
      keep: keepRequest,
      next: ({ run }) => `/runs/${run.id}`,
    },
    errors: ['forbidden', 'not_found', 'conflict'],
  }),
  getRun: operation({
    id: 'getRun',
    scope: 'runs:read',
    method: 'get',
    path: '/api/runs/{runId}',
    tag: 'Runs',
    summary: 'One request with its steps, questions and result',
    run: (ctx, { runId }) => getRun(ctx, runId),
    answers: [ok('The run.', runDetail)],
    errors: ['not_found'],
  }),
  followRun: operation({
    id: 'followRun',
    scope: 'runs:read',
    method: 'get',
    path: '/api/runs/{runId}/events',
    tag: 'Runs',
    summary: 'What happens to a request, as it happens',
    description: `Server-sent events. The \`data\` of each \`run\` event is JSON with ${Object.keys(
      runEvent.shape,
    )
      .map((name) => `\`${name}\``)
      .join(
        ', ',
      )}; \`end\` says that the run is over. After four minutes the stream closes; come back with the last id, and nothing is missed.`,
    query: eventsQuery,
    unlimited: true,
    headers: z.object({
      'Last-Event-ID': z
        .string()
        .optional()
        .meta({ description: 'The id of the last event that was read, as browsers send it by themselves.' }),
    }),
    run: (ctx, { runId }) => requireFollower(ctx, runId),
    answer: (_, { ctx, runId, query, request }) => {
      const last = request.headers.get('last-event-id');
      const after = last === null ? (query.after ?? 0) : seqOf(last);
      return new Response(runEventStream(ctx, runId, after, request.signal), { headers: eventStream });
    },
    answers: [
      {
        status: 200,
        description: 'A stream that goes on until the run is over.',
        text: {
          type: 'text/event-stream',
          example: 'id: 12\nevent: run\ndata: {"seq":12,"verb":"task.opened", …}\n\n',
        },
      },
    ],
    errors: ['not_found', 'rate_limited'],
  }),
  getRunInput: operation({
    id: 'getRunInput',
    scope: 'runs:read',
    method: 'get',
    path: '/api/runs/{runId}/input',
    tag: 'Runs',
    summary: 'The whole input, as a file',
    run: async (ctx, { runId }) => (await getRunData(ctx, runId)).input,
    answer: (input, { runId }) => jsonFile(input, `input-${runId}`),
    answers: [{ ...ok('What was asked for, sensitive parts masked.', json), file: true }],
    errors: ['not_found'],
  }),
  getRunResult: operation({
    id: 'getRunResult',
    scope: 'runs:read',
    method: 'get',
    path: '/api/runs/{runId}/result',
    tag: 'Runs',
    summary: 'The whole result, as a file',
    run: async (ctx, { runId }) => (await getRunData(ctx, runId)).result,
    answer: (result, { runId }) => jsonFile(result, `result-${runId}`),
    answers: [{ ...ok('What came of it, sensitive parts masked.', json), file: true }],
    errors: ['not_found'],
  }),
  getRunSnapshot: operation({
    id: 'getRunSnapshot',
    scope: 'operations:manage',
    method: 'get',
    path: '/api/runs/{runId}/snapshot',
    tag: 'Operations',
    summary: 'What the engine keeps of a request',
    description: 'Sensitive parts are masked. It is cut at 256 KB, unless it is downloaded.',
    query: snapshotQuery,
    run: (ctx, { runId, query }) => getSnapshotFile(ctx, runId, query.download !== undefined),
    answer: (file, { runId, query }) =>
      query.download ? jsonFile(file, `snapshot-${runId}`) : Response.json(file),
    answers: [ok('The snapshot with those nested in it.', snapshotFile)],
    errors: ['not_found'],
  }),
  cancelRun: operation({
    id: 'cancelRun',
    scope: 'runs:cancel',
    method: 'post',
    path: '/api/runs/{runId}/cancel',
    tag: 'Runs',
    summary: 'Cancel a request',
    description: 'Its open questions close at once.',
    headers: preferHeader,
    body: cancelRunInput.optional(),
    example: { reason: 'The trip was called off.' },
    run: (ctx, { runId, body }) => cancelRun(ctx, runId, body),
    drives: ({ debt }, { runId }) => [{ runId, waitsFor: { debt } }],
    answers: [ok('The run, which has ended.', runDetail), recorded(ended, runDetail)],
    answer: async (_, { ctx, runId, settled }) => {
      const run = await runDetailOf(ctx, runId);
      return Response.json(run, { status: settled || run.status === 'canceled' ? 200 : 202 });
    },
    form: { ...runPage, read: (fields) => ({ reason: fieldOf(fields, 'reason') }) },
    errors: ['forbidden', 'not_found', 'conflict'],
  }),
};
