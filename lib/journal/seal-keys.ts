import { createHash, hkdfSync } from 'node:crypto';
import type { Env } from '@/lib/base/env';

/** A key for seals. Its id, a hash, prefixes every seal and does not reveal the key. */
export type SealKey = { id: string; secret: Buffer };

/** The key for new seals, and all keys by id, to check older seals. */
export type SealKeys = { current: SealKey; known: ReadonlyMap<string, SealKey> };

function keyFrom(secret: string): SealKey {
  const key = Buffer.from(hkdfSync('sha256', secret, '', 'countersign audit seals', 32));
  return { id: createHash('sha256').update('id').update(key).digest('hex').slice(0, 8), secret: key };
}

/** Derives the keys for seals (HKDF, RFC 5869) from the configured secrets. */
export function sealKeys({ auditSecrets }: Pick<Env, 'auditSecrets'>): SealKeys {
  const current = keyFrom(auditSecrets.current);
  return { current, known: new Map([...auditSecrets.old.map(keyFrom), current].map((key) => [key.id, key])) };
}
