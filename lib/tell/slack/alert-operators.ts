import { and, asc, eq, gt, inArray, lt, max, ne, not, or, sql } from 'drizzle-orm';
import { databaseNow, isClaimed } from '@/db/database-now';
import { auditEvents, notificationCursor, runs } from '@/db/schema';
import type { AuditVerb } from '@/lib/journal/audit';
import type { Context } from '@/lib/people/context';
import { env } from '@/lib/base/env';
import { slackAlertTexts as texts } from '@/lib/base/texts/slack';
import { escaped, withinLimits } from './limits';

type DeskContext = Pick<Context, 'db' | 'clock'>;
type Found = { seq: number; verb: string; runId: string | null; title: string };

const alerted = Object.keys(texts.verbs) as AuditVerb[];
const eventsAtOnce = 20;
const timeoutMs = 5_000;
/** Whoever tells operators does so alone for this long; whoever comes later takes them for dead. */
const claimMs = 60_000;
const longestWaitMs = 3_600_000;
/** What happened longer ago, before alerts were set up or while Slack was away, is no news any more. */
const newsMs = 3 * 86_400_000;

const place = eq(notificationCursor.id, 'alerts');

class NotTaken extends Error {
  constructor(
    status: number,
    readonly retryAfterMs: number | null,
  ) {
    super(`Slack’s incoming webhook answered ${status}`);
  }
}

/** Posts to an incoming webhook of Slack, which answers `ok`. @throws when it does not take it within 5 s */
async function post(url: string, text: string): Promise<void> {
  const answer = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ text }),
    redirect: 'error',
    signal: AbortSignal.timeout(timeoutMs),
  });
  await answer.body?.cancel();
  const seconds = Number(answer.headers.get('retry-after') ?? Number.NaN);
  if (!answer.ok)
    throw new NotTaken(answer.status, seconds > 0 ? Math.min(seconds * 1000, longestWaitMs) : null);
}

/** Where operators were told up to, where the log ends, and what is between. The first time ever there is nothing. */
async function news({ db, clock }: DeskContext): Promise<{ seq: number; end: number; found: Found[] }> {
  const failed = or(
    ne(auditEvents.verb, 'run.finished'),
    sql`case when json_valid(${auditEvents.data}) then json_extract(${auditEvents.data}, '$.after.status') end in ('failed', 'tripwire')`,
  );
  const since = sql`(select ${notificationCursor.seq} from ${notificationCursor} where ${place})`;
  const [[told], [newest], found] = await db.batch([
    db.select({ seq: notificationCursor.seq }).from(notificationCursor).where(place),
    db.select({ seq: max(auditEvents.seq) }).from(auditEvents),
    db
      .select({ seq: auditEvents.seq, verb: auditEvents.verb, runId: auditEvents.runId, title: runs.title })
      .from(auditEvents)
      .innerJoin(runs, eq(runs.id, auditEvents.runId))
      .where(
        and(
          sql`${auditEvents.seq} > ${since}`,
          inArray(sql`+${auditEvents.verb}`, alerted),
          failed,
          gt(auditEvents.at, new Date(clock.now().getTime() - newsMs)),
        ),
      )
      .orderBy(asc(auditEvents.seq))
      .limit(eventsAtOnce),
  ]);
  const end = newest?.seq ?? 0;
  if (told) return { seq: told.seq, end, found };
  await db.insert(notificationCursor).values({ id: 'alerts', seq: end }).onConflictDoNothing();
  return { seq: end, end, found: [] };
}

const textOf = (found: readonly Found[], appUrl: string) => {
  const lines = found.map(
    ({ verb, runId, title }) =>
      `• ${texts.verbs[verb as keyof typeof texts.verbs]}: <${appUrl}/runs/${encodeURIComponent(runId ?? '')}|${escaped(withinLimits(title, 120)).replaceAll('|', '¦')}>`,
  );
  return [texts.heading, ...lines, `<${appUrl}/operations|${texts.open}>`].join('\n');
};

/**
 * Tells operators in Slack what the audit log says has failed, or is stuck, stale or lost since they were told last, as
 * one message: at least once, by one of those who sweep at the same time, and again by the next sweep when Slack is away.
 * Does nothing where no webhook is configured.
 * @throws when Slack does not take it
 */
export async function alertOperators(ctx: DeskContext, { slackAlertUrl, appUrl } = env()): Promise<void> {
  if (slackAlertUrl === null) return;
  const { db } = ctx;
  const { seq, end, found } = await news(ctx);
  const free = not(isClaimed(notificationCursor.claimedUntil, longestWaitMs));
  if (found.length === 0) {
    if (end > seq)
      await db
        .update(notificationCursor)
        .set({ seq: end })
        .where(and(place, lt(notificationCursor.seq, end), free));
    return;
  }
  const [claimed] = await db
    .update(notificationCursor)
    .set({ claimedUntil: sql`${databaseNow} + ${claimMs}` })
    .where(and(place, eq(notificationCursor.seq, seq), free))
    .returning({ until: notificationCursor.claimedUntil });
  if (!claimed?.until) return;
  const mine = and(place, eq(notificationCursor.claimedUntil, claimed.until));
  try {
    await post(slackAlertUrl, textOf(found, appUrl));
  } catch (error) {
    const after = error instanceof NotTaken ? error.retryAfterMs : null;
    await db
      .update(notificationCursor)
      .set({ claimedUntil: after === null ? null : sql`${databaseNow} + ${after}` })
      .where(mine);
    throw error;
  }
  await db
    .update(notificationCursor)
    .set({ seq: found.length === eventsAtOnce ? (found.at(-1)?.seq ?? end) : end, claimedUntil: null })
    .where(mine);
}
