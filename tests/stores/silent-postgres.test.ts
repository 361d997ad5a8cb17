import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { isAway } from '@/db/away';
import { fencedPostgres } from '@/lib/mastra/stores/fenced-postgres';
import { postgres } from './places';

/** A proxy to a server that can stop forwarding without closing, like a broken network. */
async function way(target: URL) {
  const sockets = new Set<Socket>();
  let silent = false;
  const server = createServer((near) => {
    const far = connect(Number(target.port), target.hostname);
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(from);
      from.on('error', () => to.destroy()).on('close', () => (to.destroy(), sockets.delete(from)));
      from.on('data', (bytes) => silent || to.write(bytes));
    }
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  const address = server.address();
  return {
    port: String(typeof address === 'object' && address ? address.port : 0),
    beSilent: (yes: boolean) => void (silent = yes),
  };
}

test('a Postgres that does not answer counts as away, on open and new connections, and is used again once it answers', async () => {
  const target = (await postgres()).url;
  const { port, beSilent } = await way(new URL(target));
  const url = Object.assign(new URL(target), { hostname: '127.0.0.1', port });
  const storage = await fencedPostgres({
    url: url.href,
    schema: `desk_${randomUUID().replaceAll('-', '_')}`,
    answerMs: 500,
  });
  onTestFinished(() => storage.close());
  const by = (token: number) => storage.takeOver({ runId: 'r', token });
  expect(await by(1)).toBe(1);
  beSilent(true);
  const fault = () =>
    by(2).then(
      () => 'answered',
      (error: unknown) => error,
    );
  const open = await fault();
  expect(open).toMatchObject({ message: 'Postgres did not answer in time.' });
  expect([isAway(open), isAway(await fault())]).toEqual([true, true]);
  beSilent(false);
  expect(await by(3)).toBe(3);
});
