/**
 * Measures many concurrent writers on a libSQL server, by its checkpoint interval. `npm run bench:writers --
 * --help`
 */
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { openClient } from '@/db/client';
import { startSqld, type Checkpoints } from '@/scripts/support/services/sqld';

const help = `Writes batches to a libSQL server of its own, from so many writers at once, and says what became of them.

npm run bench:writers -- [--writers 2,8,30] [--seconds 30] [--checkpoints automatic,60,1]

automatic: the server's own default, whenever its log has grown; a number: each so many seconds.`;

const stillMs = 12_000;

async function measure(writers: number, seconds: number, checkpoints: Checkpoints): Promise<string[]> {
  const dir = await mkdtemp(path.join(os.tmpdir(), 'countersign-bench-'));
  const server = await startSqld(dir, { checkpoints });
  const client = openClient(server);
  await client.execute('create table written (writer integer, evidence text)');
  const until = performance.now() + seconds * 1000;
  const seen = { took: [] as number[], refused: 0, last: performance.now() };
  const write = async (writer: number) => {
    while (performance.now() < until) {
      const began = performance.now();
      await client
        .batch([{ sql: 'insert into written values (?, ?)', args: [writer, 'x'.repeat(2_000)] }])
        .catch(() => (seen.refused += 1));
      seen.last = performance.now();
      seen.took.push(seen.last - began);
    }
  };
  const all = Promise.all(Array.from({ length: writers }, (_, writer) => write(writer))).then(() => true);
  let ended = false;
  while (!ended && performance.now() - seen.last < stillMs)
    ended = await Promise.race([all, delay(500, false)]);
  client.close();
  await server.stop();
  await rm(dir, { recursive: true, force: true });
  const sorted = seen.took.toSorted((a, b) => a - b);
  const at = (share: number) => `${Math.round(sorted[Math.floor(sorted.length * share)] ?? 0)} ms`;
  return [
    String(checkpoints),
    String(writers),
    String(sorted.length - seen.refused),
    String(seen.refused),
    at(0.5),
    at(0.999),
    ended ? '' : `no write for ${stillMs / 1000} s: stands still`,
  ];
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      help: { type: 'boolean' },
      writers: { type: 'string', default: '2,8,30' },
      seconds: { type: 'string', default: '30' },
      checkpoints: { type: 'string', default: 'automatic,60,1' },
    },
  });
  if (values.help) return console.log(help);
  const lines = [['checkpoints', 'writers', 'written', 'refused', 'median', '999 of 1000', '']];
  for (const one of values.checkpoints.split(',')) {
    for (const writers of values.writers.split(','))
      lines.push(
        await measure(
          Number(writers),
          Number(values.seconds),
          one === 'automatic' ? 'automatic' : Number(one),
        ),
      );
  }
  const widths = lines[0]!.map((_, column) => Math.max(...lines.map((line) => line[column]!.length)));
  for (const line of lines) console.log(line.map((cell, column) => cell.padEnd(widths[column]!)).join('  '));
}

await main();
process.exit();
