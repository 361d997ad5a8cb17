import type { RunRow } from '@/db/schema';
import { requireScope } from '@/lib/people/require-scope';
import type { Context } from '@/lib/people/context';
import { conflict, forbidden } from '@/lib/base/errors';
import { maySeeAllRuns } from '@/lib/people/may-see-run';

/** The operator's desk is for operators and admins. @throws forbidden */
export function requireOperator({ actor }: Pick<Context, 'actor'>): void {
  requireScope({ actor }, 'operations:manage');
  if (!maySeeAllRuns(actor)) throw forbidden('Only operators and administrators can do this.');
}

/** What a run goes back in: its workflow in the code, and its snapshot. @throws conflict */
export function requireStanding(
  { engine }: Pick<Context, 'engine'>,
  run: Pick<RunRow, 'workflowId' | 'snapshotPrunedAt'>,
): void {
  if (!engine.workflow(run.workflowId)) throw conflict('The code has no such workflow any more.');
  if (run.snapshotPrunedAt) throw conflict('What the engine kept of this request was removed by retention.');
}
