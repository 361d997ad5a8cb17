import { mkdir, open } from 'node:fs/promises';
import path from 'node:path';
import type { RunRecord } from './run-record';

async function syncFolder(dir: string): Promise<void> {
  const folder = await open(dir, 'r');
  await folder.sync().finally(() => folder.close());
}

/** Whether the file ends in an incomplete line, as its last writer died. */
async function isTorn(file: Awaited<ReturnType<typeof open>>): Promise<boolean> {
  const { size } = await file.stat();
  if (size === 0) return false;
  const { buffer } = await file.read({ buffer: Buffer.alloc(1), position: size - 1 });
  return buffer.toString() !== '\n';
}

/**
 * Appends a run to the day's file (`runs-2026-11-22.jsonl`, mode 0600), and returns once the line is on disk. Several
 * processes may write to the same file.
 */
export async function appendRecord(dir: string, record: RunRecord, now: Date): Promise<void> {
  await mkdir(dir, { recursive: true, mode: 0o700 });
  const file = await open(path.join(dir, `runs-${now.toISOString().slice(0, 10)}.jsonl`), 'a+', 0o600);
  try {
    const line = `${JSON.stringify(record)}\n`;
    await file.appendFile((await isTorn(file)) ? `\n${line}` : line);
    await file.sync();
  } finally {
    await file.close();
  }
  await syncFolder(dir);
}
