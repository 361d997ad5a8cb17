import { once } from 'node:events';
import http from 'node:http';
import { expect, onTestFinished, test } from 'vitest';
import { freePort } from '@/scripts/support/ports';
import { RoundRobin } from './round-robin';

async function server(listener: http.RequestListener): Promise<string> {
  const one = http.createServer(listener).listen(0, 'localhost');
  await once(one, 'listening');
  onTestFinished(() => {
    one.close();
    one.closeAllConnections();
  });
  const address = one.address();
  return `http://localhost:${typeof address === 'object' ? address?.port : ''}`;
}

async function before(...targets: string[]): Promise<RoundRobin> {
  const proxy = await RoundRobin.open();
  onTestFinished(() => proxy.close());
  proxy.targets = targets;
  return proxy;
}

const echo =
  (name: string): http.RequestListener =>
  (request, response) => {
    response.setHeader('set-cookie', ['a=1', 'b=2']);
    response.write(
      `${name} ${request.method} ${request.headers.host} ${String(request.headers['x-forwarded-for'] !== undefined)} `,
    );
    request.pipe(response);
  };

test('asks servers in turn, and skips one that refuses without losing any of the request', async () => {
  const proxy = await before(
    await server(echo('one')),
    `http://localhost:${await freePort()}`,
    await server(echo('two')),
  );
  const body = 'x'.repeat(300_000);
  const said: string[] = [];
  for (let count = 0; count < 4; count += 1) {
    const response = await fetch(proxy.url, { method: 'POST', body });
    expect(response.headers.getSetCookie()).toEqual(['a=1', 'b=2']);
    const text = await response.text();
    expect(text.endsWith(body)).toBe(true);
    said.push(text.slice(0, -body.length).trim());
  }
  const host = new URL(proxy.url).host;
  expect(said).toEqual([
    `one POST ${host} true`,
    `two POST ${host} true`,
    `two POST ${host} true`,
    `one POST ${host} true`,
  ]);
  expect(proxy.passed).toEqual({ requests: 4, statuses: { 200: 4 }, refused: 1, broken: [] });
});

test('streams a response piece by piece, and stops when the reader leaves', async () => {
  const asked: http.ServerResponse[] = [];
  const proxy = await before(
    await server((_, response) => {
      asked.push(response);
      response.write('first');
    }),
  );
  const leaving = new AbortController();
  const response = await fetch(proxy.url, { signal: leaving.signal });
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
  expect((await reader.read()).value).toBe('first');
  asked[0]?.write('second');
  expect((await reader.read()).value).toBe('second');
  const left = once(asked[0]!, 'close');
  leaving.abort();
  await left;
  expect(proxy.passed.broken).toEqual([]);
});

test('does not retry a request that is unanswered or cut off: the sender is told', async () => {
  let asked = 0;
  const proxy = await before(
    await server((request, response) => {
      asked += 1;
      if (request.url !== '/half') return void request.socket.destroy();
      response.write('half');
      setImmediate(() => request.socket.destroy());
    }),
  );
  expect((await fetch(proxy.url)).status).toBe(502);
  await expect(fetch(`${proxy.url}/half`).then((response) => response.text())).rejects.toThrow('terminated');
  expect(asked).toBe(2);
  expect(proxy.passed.broken).toEqual(['GET /: socket hang up', 'GET /half: aborted']);
  proxy.targets = [`http://localhost:${await freePort()}`];
  expect((await fetch(proxy.url)).status).toBe(502);
  expect(proxy.passed).toMatchObject({
    requests: 3,
    refused: 1,
    broken: [expect.any(String), expect.any(String), 'GET /: every server refused'],
  });
});

test('avoids servers that are not ready, unless none is', async () => {
  const ready = [true, true];
  const health =
    (at: number, listener: http.RequestListener): http.RequestListener =>
    (request, response) =>
      request.url === '/ready'
        ? void response.writeHead(ready[at] ? 200 : 503).end()
        : listener(request, response);
  const proxy = await RoundRobin.open('/ready');
  onTestFinished(() => proxy.close());
  proxy.targets = [await server(health(0, echo('one'))), await server(health(1, echo('two')))];
  const asked = async () =>
    [
      ...new Set(
        await Promise.all([1, 2, 3, 4].map(async () => (await (await fetch(proxy.url)).text()).slice(0, 3))),
      ),
    ].toSorted();
  expect(await asked()).toEqual(['one', 'two']);
  ready[0] = false;
  await expect.poll(asked).toEqual(['two']);
  ready[1] = false;
  await expect.poll(asked).toEqual(['one', 'two']);
  ready[0] = true;
  await expect.poll(asked).toEqual(['one']);
  expect(proxy.passed).toMatchObject({ refused: 0, broken: [] });
});
