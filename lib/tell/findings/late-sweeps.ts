import { desc, isNotNull } from 'drizzle-orm';
import { sweeps } from '@/db/schema';
import type { Context } from '@/lib/people/context';
import { andThen, inOneTrip, read, type Read } from '@/lib/base/reads';
import { findingTexts as words } from '@/lib/base/texts/operations';
import { deskFinding } from '@/lib/desk/operators/desk-finding';
import type { Finding } from '@/lib/desk/operators/types';

/** A server sweeps every half minute, a scheduler every quarter of an hour. */
const sweepMs = 20 * 60_000;

/** When the newest sweep began; null when there was none. */
export const lastSweepRead = ({ db }: Pick<Context, 'db'>): Read<Date | null> =>
  read(
    [
      db
        .select({ at: sweeps.startedAt })
        .from(sweeps)
        .where(isNotNull(sweeps.endedAt))
        .orderBy(desc(sweeps.startedAt))
        .limit(1),
    ],
    ([[row]]) => row?.at ?? null,
  );

export const lastSweep = (ctx: Pick<Context, 'db'>): Promise<Date | null> =>
  inOneTrip(ctx.db, lastSweepRead(ctx));

/** That nobody sweeps, as a finding. */
export const lateSweepsRead = (ctx: Pick<Context, 'db' | 'clock'>): Read<Finding[]> =>
  andThen(lastSweepRead(ctx), (last) => {
    const now = ctx.clock.now();
    if (last && last.getTime() > now.getTime() - sweepMs) return [];
    const reason = last ? words.sweepsLate : words.sweepsNever;
    return [
      deskFinding({ kind: 'sweeps', id: 'sweeps', title: words.sweepsLateTitle, reason, since: last ?? now }),
    ];
  });
