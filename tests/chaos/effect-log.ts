import { existsSync, readFileSync } from 'node:fs';
import { z } from 'zod';
import type { Kill } from './fleet';

/** One line of the log that steps write: a try of an effect began, or was over. `key` is the same for the same execution. */
const line = z.object({
  key: z.string(),
  runId: z.string(),
  pid: z.number(),
  at: z.number(),
  is: z.enum(['began', 'ended']),
});
export type EffectLine = z.infer<typeof line>;

/** How long a process has to keep that a step is finished, once its effect is done, on a machine that is busy (ms). */
const keepingMs = 5_000;

type Try = { pid: number; began: number; ended: number | null };

/** What was logged, in the order in which it was written. */
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
 * A step may be tried again only when the process that tried it before was killed in its act, or so shortly after it
 * that it could not keep what it had done.
 */
const excused = (before: Try, again: Try, kills: Kill[]): boolean =>
  kills.some(
    ({ pid, at }) =>
      pid === before.pid &&
      at >= before.began &&
      at <= again.began &&
      (before.ended === null || at <= before.ended + keepingMs),
  );

/** Steps that were tried again, and those of them that should not have been, in words. */
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
