import { and, asc, eq, gt, inArray, max } from 'drizzle-orm';
import { auditEvents, runs } from '@/db/schema';
import type { AuditVerb } from '@/lib/audit/audit';
import type { Context } from '@/lib/context';
import { env } from '@/lib/env';
import { slackAlertTexts as texts } from '@/lib/texts/slack';
import { escaped, fitting } from './limits';

const alerted = Object.keys(texts.verbs) as AuditVerb[];
const eventsAtOnce = 20;
const timeoutMs = 5_000;

/** Posts to an incoming webhook of Slack, which answers `ok`. @throws when it does not take it within 5 s */
async function post(url: string, text: string): Promise<void> {
  const answer = await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ text }), redirect: 'error', signal: AbortSignal.timeout(timeoutMs) });
  await answer.body?.cancel();
  if (!answer.ok) throw new Error(`Slack’s incoming webhook answered ${answer.status}`);
}

/**
 * Tells operators in Slack what the audit log says is stuck, stale or lost since `after`, a `seq` of it, as one message:
 * at least once, and again by the next sweep when Slack is away. The first time ever it only looks where the log ends.
 * @returns up to where they know; null where no webhook is configured
 * @throws when Slack does not take it
 */
export async function alertOperators({ db }: Pick<Context, 'db'>, after: string | null, { slackAlertUrl, appUrl } = env()): Promise<string | null> {
  if (slackAlertUrl === null) return null;
  const [[newest], found] = await db.batch([
    db.select({ seq: max(auditEvents.seq) }).from(auditEvents),
    db
      .select({ seq: auditEvents.seq, verb: auditEvents.verb, runId: auditEvents.runId, title: runs.title })
      .from(auditEvents)
      .innerJoin(runs, eq(runs.id, auditEvents.runId))
      .where(and(gt(auditEvents.seq, Number(after ?? 0)), inArray(auditEvents.verb, alerted)))
      .orderBy(asc(auditEvents.seq))
      .limit(eventsAtOnce),
  ]);
  const end = String(newest?.seq ?? 0);
  if (after === null || found.length === 0) return end;
  const lines = found.map(({ verb, runId, title }) => `• ${texts.verbs[verb as keyof typeof texts.verbs]}: <${appUrl}/runs/${encodeURIComponent(runId ?? '')}|${escaped(fitting(title, 120)).replaceAll('|', '¦')}>`);
  await post(slackAlertUrl, [texts.heading, ...lines, `<${appUrl}/operations|${texts.open}>`].join('\n'));
  return found.length === eventsAtOnce ? String(found.at(-1)?.seq) : end;
}
