import { mkdtemp } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

/** What is printed and kept of one measurement: rows by their names. */
export type Table = Record<string, Record<string, string | number>>;

/** Not in memory, as tests have theirs: a commit waits for the disk. */
export const diskFolder = (): Promise<string> => mkdtemp(path.join(os.tmpdir(), 'countersign-bench-'));

export const median = (values: number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

/** The median of so many times, in milliseconds; a first one, for the caches, does not count. */
export async function medianTime(times: number, work: () => Promise<unknown>): Promise<number> {
  const took: number[] = [];
  await work();
  for (let n = 0; n < times; n += 1) {
    const began = performance.now();
    await work();
    took.push(performance.now() - began);
  }
  return median(took);
}

/** To two digits. */
export const rounded = (value: number): number => Number(value.toPrecision(2));
