import { once } from 'node:events';
import http from 'node:http';
import { beforeEach, expect, onTestFinished, test, vi } from 'vitest';
import { leave } from './leave';
import { log } from './log';
import { isLeaving, isStopping } from './shutdown';

beforeEach(() => void vi.spyOn(log, 'info').mockImplementation(() => undefined));

/** A server, and a client with keep-alive: each call is one request and returns the response's headers. */
async function server() {
  const one = http.createServer((_, response) => response.end('here')).listen(0, '127.0.0.1');
  await once(one, 'listening');
  const agent = new http.Agent({ keepAlive: true });
  onTestFinished(() => {
    agent.destroy();
    one.close();
  });
  const address = one.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  return async (path: string): Promise<http.IncomingHttpHeaders> => {
    const [answer] = (await once(http.get({ host: '127.0.0.1', port, path, agent }), 'response')) as [
      http.IncomingMessage,
    ];
    answer.resume();
    await once(answer, 'end');
    return answer.headers;
  };
}

/** Calls `leave`; `seen.over` turns true when it is done. */
function leaving(untilMs: number) {
  const seen = { over: false };
  const over = leave(1, performance.now() + untilMs).then(() => void (seen.over = true));
  return { seen, over };
}

test('a leaving server serves for as long as requests come, and closes the connection after each', async () => {
  const get = await server();
  expect(await get('/inbox')).toMatchObject({ connection: 'keep-alive' });
  const { seen, over } = leaving(60_000);
  expect([isLeaving(), isStopping()]).toEqual([true, false]);
  for (const since = Date.now(); Date.now() - since < 1200;)
    expect(await get('/inbox')).toMatchObject({ connection: 'close' });
  expect(seen.over).toBe(false);
  await over;
});

test('requests of load balancers do not delay leaving', async () => {
  const get = await server();
  const { seen, over } = leaving(60_000);
  for (const since = Date.now(); !seen.over && Date.now() - since < 10_000;) await get('/api/ready');
  expect(seen.over).toBe(true);
  await over;
});

test('stops waiting for requests when the time is up', async () => {
  const get = await server();
  const { seen, over } = leaving(300);
  for (const since = Date.now(); !seen.over && Date.now() - since < 10_000;) await get('/inbox');
  expect(seen.over).toBe(true);
  await over;
});
