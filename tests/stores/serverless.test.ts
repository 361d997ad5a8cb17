import { expect, test } from 'vitest';
import { otherProcess } from './other-process';
import { sqld } from './places';

test('a serverless instance starts without the engine; a long-lived server opens it before its first request', async () => {
  const { url, authToken } = await sqld();
  const env = { DATABASE_URL: url, DATABASE_AUTH_TOKEN: authToken };
  const first = await otherProcess('tests/stores/boot-process.ts', env);
  expect(first).toMatchObject({
    code: 0,
    out: expect.stringMatching(/^booted in \d+ ms, [1-9]\d* modules of the engine$/m),
  });
  const serverless = await otherProcess('tests/stores/boot-process.ts', { ...env, VERCEL: '1' });
  expect(serverless).toMatchObject({
    code: 0,
    out: expect.stringMatching(/^booted in \d+ ms, 0 modules of the engine$/m),
    err: '',
  });
  console.log(`a server: ${first.out.trim()}; serverless: ${serverless.out.trim()}`);
});
