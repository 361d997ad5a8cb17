import type { RunRow } from '@/db/schema';
import { eq, getTableColumns } from 'drizzle-orm';
import { runs, users } from '@/db/schema';
import type { Database } from '@/db/client';
import { requesterName } from '@/lib/base/readable/requester-name';
import type { RunFacts } from '@/lib/engine/types';

/**
 * A run's row with its requester, for driving it; undefined if there is none. Not scoped: only for the system's
 * verbs.
 */
export async function loadRun(
  db: Database,
  runId: string,
): Promise<{ run: RunRow; facts: RunFacts } | undefined> {
  const [row] = await db
    .select({ run: getTableColumns(runs), name: users.name, email: users.email })
    .from(runs)
    .leftJoin(users, eq(users.id, runs.requesterId))
    .where(eq(runs.id, runId));
  if (!row) return undefined;
  const { run } = row;
  const requester = {
    id: run.requesterId,
    name: requesterName(run.requesterId, row.name),
    email: row.email ?? '',
  };
  return {
    run,
    facts: {
      id: run.id,
      workflowId: run.workflowId,
      revision: run.revision,
      title: run.title,
      input: run.input,
      requester,
    },
  };
}
