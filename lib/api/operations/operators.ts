import { z } from 'zod';
import type { Json } from '@/db/schema/json';
import { auditExportQuery, auditQuery } from '@/lib/journal/audit-query';
import { exportAudit } from '@/lib/journal/export-audit';
import { listAudit } from '@/lib/journal/list-audit';
import { auditEntry, sealStatusShape } from '@/lib/journal/types';
import { textStream } from '@/lib/api/http/text-stream';
import { lastSweep } from '@/lib/tell/findings/late-sweeps';
import { countFindings, findingQuery, listFindings } from '@/lib/tell/findings/list-findings';
import { retryInput, retryRun, retryRuns, retryRunsInput } from '@/lib/desk/operators/retry-run';
import {
  bulkResult,
  finding,
  findingCounts,
  rebuildPreview,
  restartPreview,
  rewindPreview,
} from '@/lib/desk/operators/shapes';
import { rewindInputs } from '@/lib/desk/rewind/inputs';
import { previewRewind } from '@/lib/desk/rewind/preview-rewind';
import { rewindRun } from '@/lib/desk/rewind/rewind-run';
import { runDetail } from '@/lib/desk/runs/types';
import type { Context } from '@/lib/people/context';
import { moment, pageOf } from '@/lib/base/shapes';
import { preferHeader } from './headers';
import { ok, operation, recorded } from './operation';
import { runAnswer, runPage } from './run-answer';

/** The body, from an operator's plain form. `step` is repeated, once for each part of its path. */
function fieldsOf(fields: FormData): object {
  const step = fields.getAll('step').map(String);
  const reason = String(fields.get('reason') ?? '');
  return { ...(reason === '' ? {} : { reason }), ...(step.length > 0 ? { step } : {}) };
}

type OnRun = {
  id: string;
  path: string;
  summary: string;
  description: string;
  body: z.ZodType;
  example: Json;
  verb: (ctx: Context, runId: string, body: unknown) => Promise<{ debt: string }>;
};

/** An operator's verb on a run: 200 when it is done, 202 when it is recorded. */
const onRun = ({ path, verb, ...rest }: OnRun) =>
  operation({
    ...rest,
    method: 'post',
    path: `/api/runs/{runId}/${path}`,
    tag: 'Operations',
    scope: 'operations:manage',
    headers: preferHeader,
    run: (ctx, { runId, body }) => verb(ctx, runId, body),
    drives: ({ debt }, { runId }) => [{ runId, waitsFor: { debt } }],
    answers: [ok('It is done.', runDetail), recorded('It is recorded, and about to be done.', runDetail)],
    answer: (_, { ctx, runId, settled }) => runAnswer(ctx, runId, settled),
    form: { ...runPage, read: fieldsOf },
    errors: ['forbidden', 'not_found', 'conflict'],
  });

type Preview = {
  id: string;
  path: string;
  summary: string;
  shape: z.ZodType;
  verb: (ctx: Context, runId: string) => Promise<unknown>;
};

const preview = ({ path, shape, verb, ...rest }: Preview) =>
  operation({
    ...rest,
    scope: 'operations:manage',
    method: 'get',
    path: `/api/runs/{runId}/${path}`,
    tag: 'Operations',
    run: (ctx, { runId }) => verb(ctx, runId),
    answers: [ok('What would run and be asked again.', shape)],
    errors: ['forbidden', 'not_found', 'conflict'],
  });

export const operatorOperations = {
  listFindings: operation({
    id: 'listFindings',
    scope: 'operations:manage',
    method: 'get',
    path: '/api/operations',
    tag: 'Operations',
    summary: 'What needs an operator',
    description: 'Without a kind how many there are of each; with one a page of them.',
    query: findingQuery,
    run: async (ctx, { query: { kind, ...page } }) =>
      kind
        ? listFindings(ctx, kind, page)
        : { counts: await countFindings(ctx), lastSweep: (await lastSweep(ctx))?.toISOString() ?? null },
    answers: [
      ok(
        'The counts, or a page of findings.',
        z.union([z.object({ counts: findingCounts, lastSweep: moment.nullable() }), pageOf(finding)]),
      ),
    ],
    errors: ['not_found', 'invalid'],
  }),
  retryRun: onRun({
    id: 'retryRun',
    path: 'retry',
    summary: 'Try again what is owed to a request',
    description: 'What was stuck gets all its tries again.',
    body: retryInput.optional(),
    example: { reason: 'The bank is back.' },
    verb: async (ctx, runId, body) => ({ debt: (await retryRun(ctx, runId, body)).at(-1) ?? '' }),
  }),
  retryRuns: operation({
    id: 'retryRuns',
    scope: 'operations:manage',
    method: 'post',
    path: '/api/operations/retry',
    tag: 'Operations',
    summary: 'Try again what is owed to several requests',
    body: retryRunsInput,
    example: { runIds: ['7c1f…'], reason: 'The bank is back.' },
    run: async (ctx, { body }) => ({ results: await retryRuns(ctx, body) }),
    drives: ({ results }) => results.flatMap(({ id, ok: retried }) => (retried ? [{ runId: id }] : [])),
    answers: [
      recorded(
        'What came of each; what is owed is done soon after.',
        z.object({ results: z.array(bulkResult) }),
      ),
    ],
    errors: ['forbidden'],
  }),
  previewRestart: preview({
    id: 'previewRestart',
    path: 'restart',
    summary: 'What restarting a failed request would mean',
    shape: restartPreview,
    verb: (ctx, runId) => previewRewind(ctx, { to: 'failure', runId }),
  }),
  restartRun: onRun({
    id: 'restartRun',
    path: 'restart',
    summary: 'Restart a failed request from where it failed',
    description: 'A step that failed with a decision gets the same one again.',
    body: rewindInputs.failure,
    example: { reason: 'The bank is back.' },
    verb: (ctx, runId, body) => rewindRun(ctx, { to: 'failure', runId }, body),
  }),
  previewTimeTravel: preview({
    id: 'previewTimeTravel',
    path: 'time-travel',
    summary: 'The steps a request can be rewound to',
    shape: rewindPreview,
    verb: (ctx, runId) => previewRewind(ctx, { to: 'step', runId }),
  }),
  timeTravel: onRun({
    id: 'timeTravel',
    path: 'time-travel',
    summary: 'Rewind a request to a step',
    description: 'The step and everything after it run again; decisions made there no longer count.',
    body: rewindInputs.step,
    example: { step: ['manager-approval'], reason: 'The amount was wrong.' },
    verb: (ctx, runId, body) => rewindRun(ctx, { to: 'step', runId }, body),
  }),
  previewRebuild: preview({
    id: 'previewRebuild',
    path: 'rebuild',
    summary: 'What rebuilding a request would mean',
    shape: rebuildPreview,
    verb: (ctx, runId) => previewRewind(ctx, { to: 'journal', runId }),
  }),
  rebuildRun: onRun({
    id: 'rebuildRun',
    path: 'rebuild',
    summary: 'Rebuild a request from its journal',
    description: 'Recorded decisions are applied again, in their order.',
    body: rewindInputs.journal,
    example: { reason: 'The bank is back.' },
    verb: (ctx, runId, body) => rewindRun(ctx, { to: 'journal', runId }, body),
  }),
  listAudit: operation({
    id: 'listAudit',
    scope: 'audit:read',
    method: 'get',
    path: '/api/audit',
    tag: 'Audit',
    summary: 'The audit log, newest first',
    query: auditQuery,
    run: (ctx, { query }) => listAudit(ctx, query),
    answers: [
      ok(
        'A page of events, and how far the log is sealed.',
        pageOf(auditEntry).extend({ sealed: sealStatusShape }),
      ),
    ],
    errors: ['not_found', 'invalid'],
  }),
  exportAudit: operation({
    id: 'exportAudit',
    scope: 'audit:read',
    method: 'get',
    path: '/api/audit/export',
    tag: 'Audit',
    summary: 'The audit log as a file',
    description: 'That it was taken is itself written to the log. JSON lines are an AuditEntry each.',
    query: auditExportQuery,
    run: (ctx, { query }) => exportAudit(ctx, query),
    answer: ({ type, name, body }) =>
      new Response(textStream(body), {
        headers: { 'content-type': type, 'content-disposition': `attachment; filename="${name}"` },
      }),
    answers: [
      {
        status: 200,
        description: 'Everything that fits, newest first.',
        text: { type: 'text/csv' },
        file: true,
      },
      {
        status: 200,
        description: 'Everything that fits, newest first.',
        text: { type: 'application/jsonl' },
        file: true,
      },
    ],
    errors: ['not_found', 'invalid'],
  }),
};
