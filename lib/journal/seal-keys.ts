import { createHash, hkdfSync } from 'node:crypto';
import type { Env } from '@/lib/base/env';

/** A key that seals are made with. Its id stands in front of every seal, and says nothing about the key. */
export type SealKey = { id: string; secret: Buffer };

/** The key that seals now, and all that may be met in older seals, by id. */
export type SealKeys = { current: SealKey; known: ReadonlyMap<string, SealKey> };

function keyFrom(secret: string): SealKey {
  const key = Buffer.from(hkdfSync('sha256', secret, '', 'countersign audit seals', 32));
  return { id: createHash('sha256').update('id').update(key).digest('hex').slice(0, 8), secret: key };
}

/** Derives the keys of the audit seals (HKDF, RFC 5869) from the secrets of the configuration. */
export function sealKeys({ auditSecrets }: Pick<Env, 'auditSecrets'>): SealKeys {
  const current = keyFrom(auditSecrets.current);
  return { current, known: new Map([...auditSecrets.old.map(keyFrom), current].map((key) => [key.id, key])) };
}
