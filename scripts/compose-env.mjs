/**
 * Prints the settings compose.yaml needs, with new secrets: `node scripts/compose-env.mjs
 * https://desk.example.com > .env`.
 * Plain JavaScript without packages, so that it runs in the image or on a machine with just Node.
 */
import { generateKeyPairSync, randomBytes, sign } from 'node:crypto';

const [appUrl] = process.argv.slice(2);
if (!appUrl || !/^https?:\/\/[^/]+$/.test(appUrl)) {
  console.error(
    'Where will people reach the desk? node scripts/compose-env.mjs https://desk.example.com > .env',
  );
  process.exit(1);
}

const secret = () => randomBytes(32).toString('base64url');
const base64url = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');

// The libSQL server gets the public key and accepts tokens signed with the private one, which is then
// discarded.
const { publicKey, privateKey } = generateKeyPairSync('ed25519');
const body = `${base64url({ alg: 'EdDSA', typ: 'JWT' })}.${base64url({ a: 'rw' })}`;
const token = `${body}.${sign(null, Buffer.from(body), privateKey).toString('base64url')}`;

console.log(`APP_URL=${appUrl}
AUTH_SECRET=${secret()}
CRON_SECRET=${secret()}
POSTGRES_PASSWORD=${secret()}
SQLD_AUTH_JWT_KEY=${publicKey.export({ format: 'jwk' }).x}
DATABASE_AUTH_TOKEN=${token}`);
