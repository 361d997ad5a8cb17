import { createHmac } from 'node:crypto';
import canonicalize from 'canonicalize';
import { desc, sql } from 'drizzle-orm';
import { auditEvents, auditSeals } from '@/db/schema';
import type { Database } from '@/db/client';
import type { SealKey } from './seal-keys';

/**
 * What of an event a seal covers: every column, byte for byte as it is stored. Numbers come as text, so that one that
 * was tampered with cannot be too large to be read.
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

/** `<key id>.<base64url>`: the HMAC-SHA-256 of the canonical JSON (RFC 8785) of the event, the seal before it and its own time (epoch ms). */
export function sealOf(key: SealKey, previous: string, event: SealedEvent, sealedAt: string): string {
  const covered = canonicalize({ event, previous, sealedAt }) ?? '';
  return `${key.id}.${createHmac('sha256', key.secret).update(covered).digest('base64url')}`;
}

/** The seal before the first one. */
export const noSeal = '';

/** The newest seal, which stands for the whole chain before it; null when nothing was sealed yet. */
export async function sealedHead(db: Database): Promise<typeof auditSeals.$inferSelect | null> {
  const [head] = await db.select().from(auditSeals).orderBy(desc(auditSeals.seq)).limit(1);
  return head ?? null;
}
