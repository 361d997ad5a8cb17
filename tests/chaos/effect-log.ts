import { existsSync, readFileSync } from 'node:fs';
import { z } from 'zod';
import type { Kill } from './fleet';

/**
 * One line of the log that steps write: an attempt at an effect began or ended. `key` is the same for the
 * same execution.
 */
const line = z.object({
  key: z.string(),
  runId: z.string(),
  pid: z.number(),
  at: z.number(),
  is: z.enum(['began', 'ended']),
});
export type EffectLine = z.infer<typeof line>;

/**
 * How long a process on a busy machine may take, once an effect is done, to record its step as finished (ms).
 */
const keepingMs = 5_000;

type Try = { pid: number; began: number; ended: number | null };

/** The log lines, in the order written. */
export function readEffects(file: string): EffectLine[] {
  const text = existsSync(file) ? readFileSync(file, 'utf8').trimEnd() : '';
  return text === '' ? [] : text.split('\n').map((one) => line.parse(JSON.parse(one)));
}

function triesOf(lines: EffectLine[]): Try[] {
  return lines
    .filter(({ is }) => is === 'began')
    .map(({ pid, at }, index, began) => {
      const next = began.find((one, other) => other > index && one.pid === pid)?.at ?? Infinity;
      const end = lines.find(
        (one) => one.is === 'ended' && one.pid === pid && one.at >= at && one.at <= next,
      );
      return { pid, began: at, ended: end?.at ?? null };
    });
}

/**
 * A step may run again only if the process that ran it before was killed in it, or so soon after that it
 * could not record the result.
 */
const excused = (before: Try, again: Try, kills: Kill[]): boolean =>
  kills.some(
    ({ pid, at }) =>
      pid === before.pid &&
      at >= before.began &&
      at <= again.began &&
      (before.ended === null || at <= before.ended + keepingMs),
  );

/** How many steps ran again, and the ones that should not have, in words. */
export function judgeEffects(lines: EffectLine[], kills: Kill[]): { repeated: number; faults: string[] } {
  const all = [...Map.groupBy(lines, ({ key }) => key)].map(([key, own]) => ({ key, tries: triesOf(own) }));
  return {
    repeated: all.reduce((sum, { tries }) => sum + tries.length - 1, 0),
    faults: all.flatMap(({ key, tries }) =>
      tries
        .filter((again, index) => index > 0 && !excused(tries[index - 1]!, again, kills))
        .map(
          () =>
            `doubled: ${key} was finished, or nobody was killed, and it ran again: ${JSON.stringify(tries)}`,
        ),
    ),
  };
}
