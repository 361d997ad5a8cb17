import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';

const version = 'v1';
const nonceBytes = 12;
const tagBytes = 16;

const keyFor = (secret: string, purpose: string) =>
  Buffer.from(hkdfSync('sha256', secret, '', `countersign ${purpose}`, 32));

/**
 * Encrypts a text we must read again, such as a signing secret (AES-256-GCM, with one HKDF key per purpose
 * derived from `secret`). It opens only for the same purpose and owner, so it is useless in another row.
 */
export function lock(secret: string, purpose: string, owner: string, text: string): string {
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv('aes-256-gcm', keyFor(secret, purpose), nonce).setAAD(Buffer.from(owner));
  const sealed = Buffer.concat([nonce, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]);
  return `${version}.${sealed.toString('base64url')}`;
}

/** Opens what `lock` made; null when the secret has changed since, or the text was altered. */
export function unlock(secret: string, purpose: string, owner: string, locked: string): string | null {
  const [made, text = ''] = locked.split('.');
  const sealed = Buffer.from(text, 'base64url');
  if (made !== version || sealed.byteLength < nonceBytes + tagBytes) return null;
  try {
    const decipher = createDecipheriv(
      'aes-256-gcm',
      keyFor(secret, purpose),
      sealed.subarray(0, nonceBytes),
      { authTagLength: tagBytes },
    );
    decipher.setAAD(Buffer.from(owner)).setAuthTag(sealed.subarray(-tagBytes));
    return Buffer.concat([
      decipher.update(sealed.subarray(nonceBytes, -tagBytes)),
      decipher.final(),
    ]).toString('utf8');
  } catch {
    return null;
  }
}
