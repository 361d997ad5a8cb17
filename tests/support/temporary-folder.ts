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
 * Creates an empty folder for test data; the caller removes it. In memory where Linux has a gigabyte to
 * spare, because small databases mostly wait for the disk, and no test cuts the power.
 */
export const temporaryFolder = (purpose: string): Promise<string> =>
  mkdtemp(path.join(spareMemory() >= enough ? memory : os.tmpdir(), `countersign-${purpose}-`));
