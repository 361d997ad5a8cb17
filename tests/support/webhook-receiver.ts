import { EventEmitter, once } from 'node:events';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Webhook } from 'standardwebhooks';
import { onTestFinished, vi } from 'vitest';
import { parseNetworks } from '@/lib/base/networks';
import { outside, type Outside } from '@/lib/tell/webhooks/destination';
import { webhookBody, type WebhookBody } from '@/lib/tell/webhooks/event-body';

export type Received = { url: string; headers: IncomingHttpHeaders; body: string };
type Answer = { status: number; headers?: Record<string, string>; body?: string } | 'hang';

/**
 * A real HTTP server that keeps what it receives and answers 204 unless told otherwise. `got` waits for so
 * many requests; `hangUp` cuts all connections.
 */
export async function receiverForTest(
  answer: (received: Received, all: readonly Received[]) => Answer = () => ({ status: 204 }),
) {
  const received: Received[] = [];
  const arrivals = new EventEmitter();
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const one = {
        url: request.url ?? '',
        headers: request.headers,
        body: Buffer.concat(chunks).toString('utf8'),
      };
      received.push(one);
      arrivals.emit('one');
      const said = answer(one, received);
      if (said !== 'hang') response.writeHead(said.status, said.headers).end(said.body);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(async () => {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  });
  const { port } = server.address() as AddressInfo;
  const got = async (count: number) => {
    while (received.length < count) await once(arrivals, 'one');
  };
  return {
    url: `http://127.0.0.1:${port}/hooks`,
    port,
    received,
    ids: () => received.map(({ headers }) => headers['webhook-id']),
    got,
    hangUp: () => server.closeAllConnections(),
  };
}

/** The network of a desk that may reach this machine. */
export const thisMachine = (): Outside => outside(parseNetworks('127.0.0.0/8').networks);

/**
 * What was received, verified by the reference library with a secret at a moment.
 * @throws when it does not verify
 */
export function verified(secret: string, { headers, body }: Received, at: Date): WebhookBody {
  vi.useFakeTimers({ toFake: ['Date'], now: at });
  try {
    return webhookBody.parse(new Webhook(secret).verify(body, headers as Record<string, string>));
  } finally {
    vi.useRealTimers();
  }
}
