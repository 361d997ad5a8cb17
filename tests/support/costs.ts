import { existsSync, readFileSync } from 'node:fs';
import type { Client } from '@libsql/client';
import { filePath } from '@/db/client';

/** What was sent to a database: calls, each a round trip to a server, and the statements in them. */
export type Sent = { calls: number; statements: number };

/** Counts what is sent through this client from now on. */
export function countSent(client: Client): Sent {
  const sent = { calls: 0, statements: 0 };
  const { execute, batch } = client;
  const note = (statements: number) => {
    sent.calls += 1;
    sent.statements += statements;
  };
  Object.assign(client, {
    execute: (...given: Parameters<Client['execute']>) => (note(1), execute(...given)),
    batch: (...given: Parameters<Client['batch']>) => (note(given[0].length), batch(...given)),
  });
  return sent;
}

/** How many transactions the write-ahead log of a file holds. Source: the SQLite file format, 4.1. */
export function commitsIn(url: string): number {
  const file = `${filePath(url)}-wal`;
  const log = existsSync(file) ? readFileSync(file) : Buffer.alloc(0);
  if (log.length === 0) return 0;
  const frame = 24 + log.readUInt32BE(8);
  const salt = log.subarray(16, 24);
  let count = 0;
  for (let at = 32; at + frame <= log.length && log.subarray(at + 8, at + 16).equals(salt); at += frame)
    if (log.readUInt32BE(at + 4) > 0) count += 1;
  return count;
}
