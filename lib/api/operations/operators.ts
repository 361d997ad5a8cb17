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

/** The body, from an operator's plain form. The field `step` is repeated for each part of the path. */
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

/** An operator's verb on a run: 200 once it is applied, 202 while it is only recorded. */
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
    answers: [
      ok('The change is applied.', runDetail),
      recorded('The change is recorded, and will be applied soon.', runDetail),
    ],
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
    answers: [ok('The steps that would run again, and the decisions they would ask for again.', shape)],
    errors: ['forbidden', 'not_found', 'conflict'],
  });

export const operatorOperations = {
  listFindings: operation({
    id: 'listFindings',
    scope: 'operations:manage',
    method: 'get',
    path: '/api/operations',
    tag: 'Operations',
    summary: 'List findings that need an operator',
    description: 'Without `kind`, the number of findings of each kind; with it, a page of that kind.',
    query: findingQuery,
    run: async (ctx, { query: { kind, ...page } }) =>
      kind
        ? listFindings(ctx, kind, page)
        : { counts: await countFindings(ctx), lastSweep: (await lastSweep(ctx))?.toISOString() ?? null },
    answers: [
      ok(
        'The numbers, or a page of findings.',
        z.union([z.object({ counts: findingCounts, lastSweep: moment.nullable() }), pageOf(finding)]),
      ),
    ],
    errors: ['not_found', 'invalid'],
  }),
  retryRun: onRun({
    id: 'retryRun',
    path: 'retry',
    summary: 'Retry a request’s failed work',
    description: 'Starts over with all attempts, also for work that had stopped retrying.',
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
    summary: 'Retry the failed work of several requests',
    body: retryRunsInput,
    example: { runIds: ['7c1f…'], reason: 'The bank is back.' },
    run: async (ctx, { body }) => ({ results: await retryRuns(ctx, body) }),
    drives: ({ results }) => results.flatMap(({ id, ok: retried }) => (retried ? [{ runId: id }] : [])),
    answers: [
      recorded(
        'The result for each request; the retries follow soon.',
        z.object({ results: z.array(bulkResult) }),
      ),
    ],
    errors: ['forbidden'],
  }),
  previewRestart: preview({
    id: 'previewRestart',
    path: 'restart',
    summary: 'Preview restarting a failed request',
    shape: restartPreview,
    verb: (ctx, runId) => previewRewind(ctx, { to: 'failure', runId }),
  }),
  restartRun: onRun({
    id: 'restartRun',
    path: 'restart',
    summary: 'Restart a failed request at the steps that failed',
    description: 'A step that failed after a decision gets that decision again.',
    body: rewindInputs.failure,
    example: { reason: 'The bank is back.' },
    verb: (ctx, runId, body) => rewindRun(ctx, { to: 'failure', runId }, body),
  }),
  previewTimeTravel: preview({
    id: 'previewTimeTravel',
    path: 'time-travel',
    summary: 'List the steps that a request can be rewound to',
    shape: rewindPreview,
    verb: (ctx, runId) => previewRewind(ctx, { to: 'step', runId }),
  }),
  timeTravel: onRun({
    id: 'timeTravel',
    path: 'time-travel',
    summary: 'Rewind a request to a step',
    description: 'Runs the step and everything after it again; decisions made there no longer count.',
    body: rewindInputs.step,
    example: { step: ['manager-approval'], reason: 'The amount was wrong.' },
    verb: (ctx, runId, body) => rewindRun(ctx, { to: 'step', runId }, body),
  }),
  previewRebuild: preview({
    id: 'previewRebuild',
    path: 'rebuild',
    summary: 'Preview rebuilding a request',
    shape: rebuildPreview,
    verb: (ctx, runId) => previewRewind(ctx, { to: 'journal', runId }),
  }),
  rebuildRun: onRun({
    id: 'rebuildRun',
    path: 'rebuild',
    summary: 'Rebuild a request from its journal',
    description: 'Starts it again and applies the recorded decisions in order.',
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
    summary: 'List audit events, newest first',
    query: auditQuery,
    run: (ctx, { query }) => listAudit(ctx, query),
    answers: [
      ok(
        'A page of events, and the seal status of the log.',
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
    summary: 'Export the audit log',
    description: 'The export is itself audited. Each JSON line is an AuditEntry.',
    query: auditExportQuery,
    run: (ctx, { query }) => exportAudit(ctx, query),
    answer: ({ type, name, body }) =>
      new Response(textStream(body), {
        headers: { 'content-type': type, 'content-disposition': `attachment; filename="${name}"` },
      }),
    answers: [
      {
        status: 200,
        description: 'All matching events, newest first.',
        text: { type: 'text/csv' },
        file: true,
      },
      {
        status: 200,
        description: 'All matching events, newest first.',
        text: { type: 'application/jsonl' },
        file: true,
      },
    ],
    errors: ['not_found', 'invalid'],
  }),
};
