import { once } from 'node:events';
import http from 'node:http';
import { beforeEach, expect, onTestFinished, test, vi } from 'vitest';
import { leave } from './leave';
import { log } from './log';
import { isLeaving, isStopping } from './shutdown';

beforeEach(() => void vi.spyOn(log, 'info').mockImplementation(() => undefined));

/** A server, and a client that keeps its connections: each call is one request, and gives the answer's headers. */
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

/** Leaves, and has `until` told when that is over. */
function leaving(untilMs: number) {
  const seen = { over: false };
  const over = leave(1, performance.now() + untilMs).then(() => void (seen.over = true));
  return { seen, over };
}

test('a server that leaves goes on for as long as requests come, each on a connection that ends with it', async () => {
  const get = await server();
  expect(await get('/inbox')).toMatchObject({ connection: 'keep-alive' });
  const { seen, over } = leaving(60_000);
  expect([isLeaving(), isStopping()]).toEqual([true, false]);
  for (const since = Date.now(); Date.now() - since < 1200;)
    expect(await get('/inbox')).toMatchObject({ connection: 'close' });
  expect(seen.over).toBe(false);
  await over;
});

test('what load balancers ask for themselves keeps nobody', async () => {
  const get = await server();
  const { seen, over } = leaving(60_000);
  for (const since = Date.now(); !seen.over && Date.now() - since < 10_000;) await get('/api/ready');
  expect(seen.over).toBe(true);
  await over;
});

test('requests that do not end are left when the time is over', async () => {
  const get = await server();
  const { seen, over } = leaving(300);
  for (const since = Date.now(); !seen.over && Date.now() - since < 10_000;) await get('/inbox');
  expect(seen.over).toBe(true);
  await over;
});
