import { sql } from 'drizzle-orm';
import type { RunFindingKind } from '@/db/enums';
import { runFindings } from '@/db/schema';
import type { Json } from '@/db/schema/json';
import { insertWhere, type Statement } from '@/db/guarded';
import { auditWhere, type AuditContext } from './audit';

type Finding = { runId: string; kind: RunFindingKind; step?: string; data: { [key: string]: Json } };

/** Statements that record what operators should know of a run's data, with its audit event; each finding once. */
export function recordFinding(ctx: AuditContext, { runId, kind, step = '', data }: Finding): Statement[] {
  const known = sql`exists (select 1 from ${runFindings} f where f.run_id = ${runId} and f.kind = ${kind} and f.step = ${step})`;
  return [
    auditWhere(ctx, { verb: kind, runId, data }, sql`not ${known}`),
    insertWhere(ctx.db, runFindings, { runId, kind, step, data, at: ctx.clock.now() }, sql`1`),
  ];
}
