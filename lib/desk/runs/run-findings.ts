import { asc, eq } from 'drizzle-orm';
import { asWritten } from '@/db/as-written';
import type { RunFindingKind } from '@/db/enums';
import { runFindings as findings } from '@/db/schema';
import type { Json } from '@/db/schema/json';
import type { Context } from '@/lib/people/context';
import { maySeeAllRuns } from '@/lib/people/may-see-run';
import { andThen, inOneTrip, noRead, read, type Read } from '@/lib/base/reads';

/** A finding about a run's data for operators; its words are in lib/base/texts/snapshot.ts. */
export type RunFinding = { verb: RunFindingKind; at: string; data: Json };

/** The findings about a run's data, oldest first; empty unless the reader is an operator. */
export function runFindingsRead({ actor, db }: Context, runId: string): Read<RunFinding[]> {
  if (!maySeeAllRuns(actor)) return andThen(noRead, () => []);
  const statement = db
    .select()
    .from(findings)
    .where(eq(findings.runId, runId))
    .orderBy(asc(findings.at), asWritten(findings));
  return read([statement], ([rows]) =>
    rows.map(({ kind, at, data }) => ({ verb: kind, at: at.toISOString(), data })),
  );
}

export const runFindings = (ctx: Context, runId: string): Promise<RunFinding[]> =>
  inOneTrip(ctx.db, runFindingsRead(ctx, runId));
