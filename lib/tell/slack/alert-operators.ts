import { and, eq, lt, not, sql } from 'drizzle-orm';
import { databaseNow, isClaimed } from '@/db/database-now';
import { notificationCursor } from '@/db/schema';
import {
  cursorOf,
  idleSteps,
  readOn,
  type Consumer,
  type TailEvent,
  type TailPage,
} from '@/lib/journal/tail';
import type { Context } from '@/lib/people/context';
import { env } from '@/lib/base/env';
import { factsOf, tellingOf, verbsTold, type AlertedVerb } from '@/lib/tell/events/event-table';
import { slackAlertTexts as texts } from '@/lib/base/texts/slack';
import { retryAfterOf } from '@/lib/tell/queue/retry-after';
import { escaped, withinLimits } from './limits';

type DeskContext = Pick<Context, 'db' | 'clock'>;

const linesAtMost = 20;
const timeoutMs = 5_000;
/** One process sends alerts at a time; after this long its claim expires. */
const claimMs = 60_000;
const longestWaitMs = 3_600_000;
/** Older events, from before alerts were configured or while Slack was away, are not sent. */
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

/**
 * Posts to a Slack incoming webhook, which answers `ok`.
 * @throws when Slack does not accept it within 5 s
 */
async function post(url: string, text: string, now: Date): Promise<void> {
  const answer = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ text }),
    redirect: 'error',
    signal: AbortSignal.timeout(timeoutMs),
  });
  await answer.body?.cancel();
  if (answer.ok) return;
  const asked = retryAfterOf(answer.headers.get('retry-after'), now);
  throw new NotTaken(answer.status, asked === null ? null : Math.min(asked, longestWaitMs));
}

/** The log position for alerts. */
const operators = ({ clock }: DeskContext): Consumer => ({
  cursor: cursorOf('alerts'),
  verbs: verbsTold('alerts'),
  atOnce: 200,
  notBefore: new Date(clock.now().getTime() - newsMs),
});

/** The events that fit in one message, and the log position after them. */
function newsOf({ events, upTo }: TailPage): { found: TailEvent[]; end: number } {
  const alerting = events.filter(
    ({ event, run }) => run !== null && tellingOf(event.verb).alerts?.(factsOf(event.data)),
  );
  const found = alerting.slice(0, linesAtMost);
  return { found, end: alerting.length > found.length ? found.at(-1)!.event.seq : upTo };
}

const words: Record<AlertedVerb, string> = texts.verbs;

const textOf = (found: readonly TailEvent[], appUrl: string) => {
  const lines = found.map(({ event, run }) => {
    const title = escaped(withinLimits(run?.title ?? '', 120)).replaceAll('|', '¦');
    return `• ${words[event.verb as AlertedVerb]}: <${appUrl}/runs/${encodeURIComponent(event.runId ?? '')}|${title}>`;
  });
  return [texts.heading, ...lines, `<${appUrl}/operations|${texts.open}>`].join('\n');
};

/**
 * Alerts operators in Slack of everything in the audit log that failed, or is stuck, stale or lost since the
 * last alert, in one message, at least once. One of several concurrent sweeps sends it; while Slack is away
 * the next one tries again. Does nothing without a configured webhook.
 * @throws when Slack does not accept it
 */
export async function alertOperators(ctx: DeskContext, { slackAlertUrl, appUrl } = env()): Promise<void> {
  if (slackAlertUrl === null) return;
  const { db } = ctx;
  const page = await readOn(db, operators(ctx));
  const { found, end } = newsOf(page);
  // The first sweep only notes the position.
  if (page.from === null)
    return void (await db
      .insert(notificationCursor)
      .values({ id: 'alerts', seq: end })
      .onConflictDoNothing());
  const free = not(isClaimed(notificationCursor.claimedUntil, longestWaitMs));
  if (found.length === 0) {
    if (page.more || end - page.from >= idleSteps)
      await db
        .update(notificationCursor)
        .set({ seq: end })
        .where(and(place, lt(notificationCursor.seq, end), free));
    return;
  }
  const [claimed] = await db
    .update(notificationCursor)
    .set({ claimedUntil: sql`${databaseNow} + ${claimMs}` })
    .where(and(place, eq(notificationCursor.seq, page.from), free))
    .returning({ until: notificationCursor.claimedUntil });
  if (!claimed?.until) return;
  const mine = and(place, eq(notificationCursor.claimedUntil, claimed.until));
  try {
    await post(slackAlertUrl, textOf(found, appUrl), ctx.clock.now());
  } catch (error) {
    const after = error instanceof NotTaken ? error.retryAfterMs : null;
    await db
      .update(notificationCursor)
      .set({ claimedUntil: after === null ? null : sql`${databaseNow} + ${after}` })
      .where(mine);
    throw error;
  }
  await db.update(notificationCursor).set({ seq: end, claimedUntil: null }).where(mine);
}
