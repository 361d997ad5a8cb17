import { createHmac } from 'node:crypto';
import canonicalize from 'canonicalize';
import { desc, sql } from 'drizzle-orm';
import { auditEvents, auditSeals } from '@/db/schema';
import type { Database } from '@/db/client';
import type { SealKey } from './seal-keys';

/**
 * The columns that a seal covers: all of them, exactly as stored. Times are read as text, as a number that was tampered
 * with may be too large for JavaScript.
 */
export const sealedColumns = {
  seq: auditEvents.seq,
  key: auditEvents.key,
  verb: auditEvents.verb,
  actorKind: auditEvents.actorKind,
  actorId: auditEvents.actorId,
  actorName: auditEvents.actorName,
  channel: auditEvents.channel,
  runId: auditEvents.runId,
  taskId: auditEvents.taskId,
  data: sql<string>`${auditEvents.data}`,
  at: sql<string>`cast(${auditEvents.at} as text)`,
};

export type SealedEvent = {
  [Column in keyof typeof sealedColumns]: Column extends 'seq' ? number : string | null;
};

/**
 * `<key id>.<base64url>`: HMAC-SHA-256 over the canonical JSON (RFC 8785) of the event, the previous seal and the time of
 * sealing (epoch ms).
 */
export function sealOf(key: SealKey, previous: string, event: SealedEvent, sealedAt: string): string {
  const covered = canonicalize({ event, previous, sealedAt }) ?? '';
  return `${key.id}.${createHmac('sha256', key.secret).update(covered).digest('base64url')}`;
}

/** Stands for the previous seal in the first one. */
export const noSeal = '';

/** The newest seal, which covers the whole chain; null if nothing is sealed yet. */
export async function sealedHead(db: Database): Promise<typeof auditSeals.$inferSelect | null> {
  const [head] = await db.select().from(auditSeals).orderBy(desc(auditSeals.seq)).limit(1);
  return head ?? null;
}
