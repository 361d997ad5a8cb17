import { z } from 'zod';
import type { Json } from '@/db/schema/json';
import { auditExportQuery, auditQuery } from '@/lib/journal/audit-query';
import { auditEntry, sealStatusShape } from '@/lib/journal/types';
import { reasonInput } from '@/lib/desk/operators/inputs';
import { findingQuery } from '@/lib/tell/findings/list-findings';
import { retryInput, retryRunsInput } from '@/lib/desk/operators/retry-run';
import {
  bulkResult,
  finding,
  findingCounts,
  rebuildPreview,
  restartPreview,
  timeTravelPreview,
} from '@/lib/desk/operators/shapes';
import { timeTravelInput } from '@/lib/desk/rewind/time-travel';
import { runDetail } from '@/lib/desk/runs/types';
import { moment, pageOf } from '@/lib/base/shapes';
import { preferHeader } from './headers';
import { ok, recorded, type Operation } from './operation';

type OnRun = {
  id: string;
  path: string;
  summary: string;
  description: string;
  body: z.ZodType;
  example: Json;
};

/** An operator's verb on a run: 200 when it is done, 202 when it is recorded. */
const onRun = ({ path, ...rest }: OnRun): Operation => ({
  method: 'post',
  path: `/api/runs/{runId}/${path}`,
  tag: 'Operations',
  scope: 'operations:manage',
  headers: preferHeader,
  form: true,
  answers: [ok('It is done.', runDetail), recorded('It is recorded, and about to be done.', runDetail)],
  errors: ['forbidden', 'not_found', 'conflict'],
  ...rest,
});

const preview = (id: string, path: string, summary: string, shape: z.ZodType): Operation => ({
  id,
  scope: 'operations:manage',
  method: 'get',
  path: `/api/runs/{runId}/${path}`,
  tag: 'Operations',
  summary,
  answers: [ok('What would run and be asked again.', shape)],
  errors: ['forbidden', 'not_found', 'conflict'],
});

export const operatorOperations: Operation[] = [
  {
    id: 'listFindings',
    scope: 'operations:manage',
    method: 'get',
    path: '/api/operations',
    tag: 'Operations',
    summary: 'What needs an operator',
    description: 'Without a kind how many there are of each; with one a page of them.',
    query: findingQuery,
    answers: [
      ok(
        'The counts, or a page of findings.',
        z.union([z.object({ counts: findingCounts, lastSweep: moment.nullable() }), pageOf(finding)]),
      ),
    ],
    errors: ['not_found', 'invalid'],
  },
  onRun({
    id: 'retryRun',
    path: 'retry',
    summary: 'Try again what is owed to a request',
    description: 'What was stuck gets all its tries again.',
    body: retryInput.optional(),
    example: { reason: 'The bank is back.' },
  }),
  {
    id: 'retryRuns',
    scope: 'operations:manage',
    method: 'post',
    path: '/api/operations/retry',
    tag: 'Operations',
    summary: 'Try again what is owed to several requests',
    body: retryRunsInput,
    example: { runIds: ['7c1f…'], reason: 'The bank is back.' },
    answers: [
      recorded(
        'What came of each; what is owed is done soon after.',
        z.object({ results: z.array(bulkResult) }),
      ),
    ],
    errors: ['forbidden'],
  },
  preview('previewRestart', 'restart', 'What restarting a failed request would mean', restartPreview),
  onRun({
    id: 'restartRun',
    path: 'restart',
    summary: 'Let a failed request go on from where it failed',
    description: 'A step that failed with an answer is given the same one again.',
    body: reasonInput,
    example: { reason: 'The bank is back.' },
  }),
  preview('previewTimeTravel', 'time-travel', 'The steps a request can go back to', timeTravelPreview),
  onRun({
    id: 'timeTravel',
    path: 'time-travel',
    summary: 'Take a request back to a step',
    description: 'The step and everything behind it run again; answers given there count no more.',
    body: timeTravelInput,
    example: { step: ['manager-approval'], reason: 'The amount was wrong.' },
  }),
  preview('previewRebuild', 'rebuild', 'What rebuilding a request would mean', rebuildPreview),
  onRun({
    id: 'rebuildRun',
    path: 'rebuild',
    summary: 'Begin a request anew from its journal',
    description: 'The recorded answers are given again, in their order.',
    body: reasonInput,
    example: { reason: 'The bank is back.' },
  }),
  {
    id: 'listAudit',
    scope: 'audit:read',
    method: 'get',
    path: '/api/audit',
    tag: 'Audit',
    summary: 'The audit log, newest first',
    query: auditQuery,
    answers: [
      ok(
        'A page of events, and how far the log is sealed.',
        pageOf(auditEntry).extend({ sealed: sealStatusShape }),
      ),
    ],
    errors: ['not_found', 'invalid'],
  },
  {
    id: 'exportAudit',
    scope: 'audit:read',
    method: 'get',
    path: '/api/audit/export',
    tag: 'Audit',
    summary: 'The audit log as a file',
    description: 'That it was taken is itself written to the log. JSON lines are an AuditEntry each.',
    query: auditExportQuery,
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
  },
];
