import { statfsSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

const memory = '/dev/shm';
const enough = 1_000_000_000;

function spareMemory(): number {
  try {
    const { bavail, bsize } = statfsSync(memory);
    return bavail * bsize;
  } catch {
    return 0;
  }
}

/**
 * Makes an empty folder for the data of a test; whoever asked for it removes it. Where Linux has a gigabyte to spare it
 * is in memory: most of the time of a small database goes into waiting for its disk, and no test cuts the power.
 */
export const temporaryFolder = (purpose: string): Promise<string> =>
  mkdtemp(path.join(spareMemory() >= enough ? memory : os.tmpdir(), `countersign-${purpose}-`));
