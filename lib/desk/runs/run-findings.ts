import { and, asc, eq, inArray } from 'drizzle-orm';
import { auditEvents } from '@/db/schema';
import type { Json } from '@/db/schema/json';
import type { Context } from '@/lib/people/context';
import { maySeeAllRuns } from '@/lib/people/may-see-run';
import { andThen, inOneTrip, noRead, read, type Read } from '@/lib/base/reads';

/** What operators should know of a run's data; the words are in lib/base/texts/snapshot.ts. */
const findingVerbs = ['run.data_lost', 'run.snapshot_large', 'run.snapshot_too_large'] as const;
export type RunFinding = { verb: (typeof findingVerbs)[number]; at: string; data: Json };

/** The findings about a run's data, oldest first; none for who is no operator. */
export function runFindingsRead({ actor, db }: Context, runId: string): Read<RunFinding[]> {
  if (!maySeeAllRuns(actor)) return andThen(noRead, () => []);
  const statement = db
    .select({ verb: auditEvents.verb, at: auditEvents.at, data: auditEvents.data })
    .from(auditEvents)
    .where(and(eq(auditEvents.runId, runId), inArray(auditEvents.verb, [...findingVerbs])))
    .orderBy(asc(auditEvents.seq));
  return read([statement], ([rows]) =>
    rows.map(({ verb, at, data }) => ({ verb: verb as RunFinding['verb'], at: at.toISOString(), data })),
  );
}

export const runFindings = (ctx: Context, runId: string): Promise<RunFinding[]> =>
  inOneTrip(ctx.db, runFindingsRead(ctx, runId));
