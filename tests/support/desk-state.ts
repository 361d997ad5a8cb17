import { asc, isNull, sql } from 'drizzle-orm';
import type { Database } from '@/db/client';
import {
  apiKeys,
  auditEvents,
  deliveries,
  linkCodes,
  linkSwitches,
  linkUses,
  notificationPreferences,
  undoneDecisions,
  webhookDeliveries,
  webhookEndpoints,
} from '@/db/schema';

const oldestFirst = asc(sql`rowid`);

/** What the desk knows besides its runs, in the manner of `stateOf`: equal for equal histories. */
export async function deskStateOf(db: Database): Promise<unknown> {
  const [keys, endpoints, owed, choices, messages, off, codes, uses, undone, events] = await db.batch([
    db
      .select({ name: apiKeys.name, enabled: apiKeys.enabled, may: apiKeys.permissions })
      .from(apiKeys)
      .orderBy(oldestFirst),
    db.select().from(webhookEndpoints).orderBy(oldestFirst),
    db
      .select({
        type: webhookDeliveries.type,
        state: webhookDeliveries.state,
        attempts: webhookDeliveries.attempts,
      })
      .from(webhookDeliveries)
      .orderBy(oldestFirst),
    db
      .select()
      .from(notificationPreferences)
      .orderBy(asc(notificationPreferences.userId), asc(notificationPreferences.kind)),
    db
      .select({ id: deliveries.id, state: deliveries.state, attempts: deliveries.attempts })
      .from(deliveries)
      .orderBy(oldestFirst),
    db.select({ scope: linkSwitches.scope }).from(linkSwitches).orderBy(asc(linkSwitches.scope)),
    // Attempts count whatever their outcome.
    db.select({ sent: linkCodes.sent }).from(linkCodes),
    db.select({ outcome: linkUses.outcome }).from(linkUses),
    db.select({ outcome: undoneDecisions.outcome, by: undoneDecisions.actorName }).from(undoneDecisions),
    db
      .select({ verb: auditEvents.verb, by: auditEvents.actorName })
      .from(auditEvents)
      .where(isNull(auditEvents.runId))
      .orderBy(asc(auditEvents.seq)),
  ]);
  const secrets = new Map<string | null, number>([[null, 0]]);
  const secret = (value: string | null) => {
    if (!secrets.has(value)) secrets.set(value, secrets.size);
    return secrets.get(value);
  };
  return {
    keys,
    endpoints: endpoints.map(({ name, url, events: told, state, offReason, ...one }) => ({
      name,
      url,
      told,
      state,
      offReason,
      secret: secret(one.secret),
      before: secret(one.previousSecret),
    })),
    owed,
    choices,
    messages,
    off,
    codes,
    uses,
    undone,
    events,
  };
}
