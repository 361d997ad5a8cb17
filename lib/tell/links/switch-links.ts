import { eq, sql, type SQL } from 'drizzle-orm';
import { z } from 'zod';
import { linkSwitches } from '@/db/schema';
import { insert, remove, type Change } from '@/lib/journal/change';
import { commitEach, type Deed } from '@/lib/journal/commit';
import type { Context } from '@/lib/people/context';
import { fault, forbidden, invalid } from '@/lib/base/errors';
import { parse } from '@/lib/base/parse';
import { everywhere } from './create-link';

export const switchLinksInput = z.strictObject({
  off: z.array(z.string().min(1).max(200)).max(500).meta({
    description: 'Where links are off from now on: ids of workflows, or `*` for all; on everywhere else.',
  }),
});

/** Where links are switched off now. */
export async function linksOff({ db }: Pick<Context, 'db'>): Promise<string[]> {
  return (await db.select({ scope: linkSwitches.scope }).from(linkSwitches)).map(({ scope }) => scope);
}

/**
 * Switches answering by link off or on, for everything or for single workflows. It affects links already sent
 * at once.
 * @returns where links are off now
 * @throws forbidden for all but administrators, invalid for unknown workflows
 */
export async function switchLinks(ctx: Context, input: unknown): Promise<string[]> {
  const { actor, clock, engine } = ctx;
  if (actor.kind !== 'user' || !actor.roles.includes('admin')) throw forbidden('only_admins');
  const { off } = parse(switchLinksInput, input);
  const before = await linksOff(ctx);
  const unknown = off.filter(
    (scope) => scope !== everywhere && !engine.workflow(scope) && !before.includes(scope),
  );
  if (unknown.length > 0) throw invalid([fault('off', 'no_such_workflows', { ids: unknown.join(', ') })]);
  const isOff = (scope: string) => sql`exists (select 1 from ${linkSwitches} where scope = ${scope})`;
  const switched = (scope: string, on: boolean, when: SQL, change: Change): Deed => ({
    when,
    event: {
      verb: on ? 'links.switched_on' : 'links.switched_off',
      before: { on: !on },
      after: { on },
      data: { workflowId: scope === everywhere ? null : scope },
    },
    changes: [change],
  });
  const offAt = clock.now();
  await commitEach(ctx, [
    ...off.map((scope) =>
      switched(scope, false, sql`not ${isOff(scope)}`, insert(linkSwitches, { scope, offAt })),
    ),
    ...before
      .filter((scope) => !off.includes(scope))
      .map((scope) =>
        switched(scope, true, isOff(scope), remove(linkSwitches, eq(linkSwitches.scope, scope))),
      ),
  ]);
  return linksOff(ctx);
}
