import { base64url, SignJWT, UnsecuredJWT } from 'jose';
import { describe, expect, test } from 'vitest';
import { signLinkToken, verifyLinkToken } from './link-token';

const now = new Date('2026-11-22T09:00:00Z');
const later = (ms: number) => new Date(now.getTime() + ms);
const first = { name: '2026b', secret: 'the-newer-secret-that-signs-links-now' };
const old = { name: '2026a', secret: 'the-older-secret-that-signed-links-then' };
const facts = { taskId: 'task_1', recipientId: 'usr_1', outcome: 'approve', payloadDigest: 'sha256:00' };
const times = { now, expiresAt: later(60_000) };

const refusalOf = (token: string, secrets = [first, old], at = now) =>
  verifyLinkToken(token, at, secrets).then(
    () => null,
    (error: { reason?: string }) => error.reason,
  );

describe('the token of a link', () => {
  test('names its task, recipient and outcome, and shares its id with the question’s other outcomes', async () => {
    const token = await signLinkToken(facts, times, [first, old]);
    const claims = await verifyLinkToken(token, now, [first, old]);
    expect(claims).toMatchObject(facts);
    const other = await verifyLinkToken(
      await signLinkToken({ ...facts, outcome: 'reject' }, times, [first]),
      now,
      [first],
    );
    expect(other.id).toBe(claims.id);
    const others = await verifyLinkToken(
      await signLinkToken({ ...facts, recipientId: 'usr_2' }, times, [first]),
      now,
      [first],
    );
    expect(others.id).not.toBe(claims.id);
  });

  test('is refused after any change of a character', async () => {
    const token = await signLinkToken(facts, times, [first]);
    // The last base64 character has unused bits, so two spellings can be the same token.
    const said = (text: string) =>
      text
        .split('.')
        .map((part) => base64url.decode(part).join())
        .join();
    let changed = 0;
    for (const [index, character] of [...token].entries()) {
      const other = `${token.slice(0, index)}${character === 'A' ? 'B' : 'A'}${token.slice(index + 1)}`;
      if (character !== '.' && said(other) === said(token)) continue;
      changed += 1;
      expect(await refusalOf(other), `character ${index}`).toBe('altered');
    }
    expect(changed).toBeGreaterThan(300);
    for (const other of [
      '',
      '.',
      '..',
      'x',
      token.slice(0, -5),
      `${token}A`,
      `${token}.${token}`,
      '☃',
      'a'.repeat(10_000),
    ])
      expect(await refusalOf(other)).toBe('altered');
  });

  test('is refused without a signature or expiry, and with another algorithm, key, key id, issuer or audience', async () => {
    const claims = {
      task: 'task_1',
      outcome: 'approve',
      digest: 'sha256:00',
      iss: 'countersign',
      aud: 'countersign/link',
      sub: 'usr_1',
      jti: 'lnk_1',
      iat: 1_700_000_000,
      exp: 4_000_000_000,
    };
    const signed = (
      payload: object,
      header: { alg: string; kid?: string } = { alg: 'HS256', kid: '2026b' },
      secret = first.secret,
    ) =>
      new SignJWT({ ...payload })
        .setProtectedHeader(header)
        .sign(
          new TextEncoder().encode(
            secret.padEnd(64, '.').slice(0, header.alg === 'HS256' ? secret.length : 64),
          ),
        );
    expect(await refusalOf(await signed(claims))).toBeNull();
    const { exp: _, ...endless } = claims;
    const bad = [
      new UnsecuredJWT(claims).encode(),
      await signed(claims, { alg: 'HS512', kid: '2026b' }),
      await signed(claims, { alg: 'HS384', kid: '2026b' }),
      await signed(claims, { alg: 'HS256', kid: '2026b' }, old.secret),
      await signed(claims, { alg: 'HS256', kid: 'unknown' }),
      await signed(claims, { alg: 'HS256' }),
      await signed({ ...claims, iss: 'else' }),
      await signed({ ...claims, aud: 'session' }),
      await signed({ ...claims, task: 7 }),
      await signed(endless),
    ];
    for (const [index, token] of bad.entries())
      expect(await refusalOf(token), `case ${index}`).toBe('altered');
  });

  test('is accepted with an older secret while that is configured', async () => {
    const token = await signLinkToken(facts, times, [old]);
    expect(await refusalOf(token, [first, old])).toBeNull();
    expect(await refusalOf(token, [first])).toBe('altered');
    expect(await refusalOf(token, [{ ...first, name: old.name }])).toBe('altered');
  });

  test('expires on time, and gives its claims only then', async () => {
    const token = await signLinkToken(facts, times, [first]);
    expect(await refusalOf(token, [first], later(59_000))).toBeNull();
    await expect(verifyLinkToken(token, later(60_000), [first])).rejects.toMatchObject({
      reason: 'expired',
      claims: { taskId: 'task_1', recipientId: 'usr_1' },
    });
  });
});
