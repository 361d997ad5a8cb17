import { createClient } from '@redis/client';
import { ensureProgram, findProgram } from '../programs';
import { freePort } from '../ports';
import { startService } from './service';
import { startUpstashFront, type UpstashFront } from './upstash-front';

export const findRedis = () => findProgram('redis-server', ['/usr/bin']);

/**
 * Starts a separate Redis behind a server that speaks Upstash's REST protocol. Nothing is written to disk.
 */
export async function startUpstash(
  say: (line: string) => void = () => undefined,
  port?: number,
): Promise<UpstashFront> {
  const program = ensureProgram('Redis', 'redis-server', findRedis, say);
  const redisPort = await freePort();
  const url = `redis://127.0.0.1:${redisPort}`;
  const args = ['--port', String(redisPort), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'];
  const service = await startService({ program, args }, async () => {
    const client = createClient({ url, socket: { reconnectStrategy: false } });
    client.on('error', () => undefined);
    await client.connect();
    await client.close();
    return true;
  });
  const front = await startUpstashFront(url, port);
  return {
    ...front,
    stop: async () => {
      await front.stop();
      await service.stop();
    },
  };
}
