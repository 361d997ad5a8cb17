import { createClient } from '@redis/client';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { z } from 'zod';
import type { Service } from './service';

/** `readOnlyToken` only reads; `clear` deletes everything. */
export type UpstashFront = Service & {
  url: string;
  token: string;
  readOnlyToken: string;
  keys: () => Promise<string[]>;
  clear: () => Promise<void>;
};

const argument = z.union([z.string(), z.number(), z.boolean()]).transform(String);
const command = z.array(argument).min(1);

type Reply = { result: unknown } | { error: string };

/** Encodes every text of a reply as base64, on the client's request; the status `OK` stays as it is. */
const encoded = (value: unknown): unknown =>
  Array.isArray(value)
    ? value.map(encoded)
    : typeof value === 'string' && value !== 'OK'
      ? Buffer.from(value).toString('base64')
      : value;

/**
 * An HTTP server in front of a real Redis that speaks Upstash's REST protocol, for tests: one command as a
 * JSON array or a path, `/pipeline` and `/multi-exec`; a bearer token; base64 replies on request.
 * Source: https://upstash.com/docs/redis/features/restapi
 */
export async function startUpstashFront(redisUrl: string, port = 0): Promise<UpstashFront> {
  const [token, readOnlyToken] = [randomUUID(), randomUUID()];
  const connect = async (account: { username?: string; password?: string }) => {
    const client = createClient({ url: redisUrl, ...account });
    client.on('error', () => undefined);
    return client.connect();
  };
  const redis = await connect({});
  await redis.sendCommand([
    'ACL',
    'SETUSER',
    'reader',
    'on',
    `>${readOnlyToken}`,
    '~*',
    '-@all',
    '+@read',
    '+@connection',
  ]);
  const reader = await connect({ username: 'reader', password: readOnlyToken });
  const clients = new Map(
    [token, readOnlyToken].map((one) => [`Bearer ${one}`, one === token ? redis : reader]),
  );

  const run = async (client: typeof redis, args: string[]): Promise<Reply> => {
    try {
      return { result: await client.sendCommand(args) };
    } catch (error) {
      return { error: error instanceof Error ? error.message : String(error) };
    }
  };

  const transaction = async (client: typeof redis, commands: string[][]): Promise<Reply[]> => {
    const multi = client.multi();
    for (const args of commands) multi.addCommand(args);
    const results: unknown[] = await multi.exec();
    return results.map((result) => (result instanceof Error ? { error: result.message } : { result }));
  };

  const answer = async (request: IncomingMessage): Promise<{ status: number; body: unknown }> => {
    const client = clients.get(request.headers.authorization ?? '');
    if (!client) return { status: 401, body: { error: 'WRONGPASS invalid or missing auth token' } };
    const path = (request.url ?? '/').split('?')[0] ?? '/';
    const body = await text(request);
    if (path === '/pipeline' || path === '/multi-exec') {
      const commands = z.array(command).parse(JSON.parse(body));
      return {
        status: 200,
        body:
          path === '/pipeline'
            ? await Promise.all(commands.map((args) => run(client, args)))
            : await transaction(client, commands),
      };
    }
    const args =
      path === '/'
        ? command.parse(JSON.parse(body))
        : [...path.slice(1).split('/').map(decodeURIComponent), ...(body === '' ? [] : [body])];
    const reply = await run(client, args);
    return { status: 'error' in reply ? 400 : 200, body: reply };
  };

  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { status, body } = await answer(request).catch((error: unknown) => ({
      status: 400,
      body: { error: `ERR ${String(error)}` },
    }));
    const base64 = request.headers['upstash-encoding'] === 'base64';
    const shown = (reply: unknown) =>
      base64 && typeof reply === 'object' && reply !== null && 'result' in reply
        ? { result: encoded(reply.result) }
        : reply;
    response
      .writeHead(status, { 'content-type': 'application/json' })
      .end(JSON.stringify(Array.isArray(body) ? body.map(shown) : shown(body)));
  };

  const server = createServer((request, response) => void handle(request, response));
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the front has no port');
  return {
    url: `http://127.0.0.1:${address.port}`,
    token,
    readOnlyToken,
    keys: () => redis.keys('*'),
    clear: async () => void (await redis.sendCommand(['FLUSHALL'])),
    stop: async () => {
      server.closeAllConnections();
      server.close();
      await Promise.all([redis.close(), reader.close()]);
    },
  };
}
