import { sql } from 'drizzle-orm';
import type { RunFindingKind } from '@/db/enums';
import { runFindings } from '@/db/schema';
import type { Json } from '@/db/schema/json';
import { audited } from './audit';
import { insert, type Change } from './change';

type Finding = { runId: string; kind: RunFindingKind; step?: string; data: { [key: string]: Json } };

/**
 * Changes that record a finding about a run's data for operators, with its audit event, once per run, kind and step.
 */
export function recordFinding({ runId, kind, step = '', data }: Finding, at: Date): Change[] {
  const known = sql`exists (select 1 from ${runFindings} f where f.run_id = ${runId} and f.kind = ${kind} and f.step = ${step})`;
  return [
    audited({ verb: kind, runId, data }, sql`not ${known}`),
    insert(runFindings, { runId, kind, step, data, at }),
  ];
}
