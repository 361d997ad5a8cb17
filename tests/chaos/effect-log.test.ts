import { expect, test } from 'vitest';
import { judgeEffects, type EffectLine } from './effect-log';

const line = (pid: number, at: number, is: EffectLine['is']): EffectLine => ({
  key: 'k',
  runId: 'r',
  pid,
  at,
  is,
});

test.each<[string, EffectLine[], number, number]>([
  ['tried once', [line(1, 1_000, 'began'), line(1, 1_010, 'ended')], 50_000, 0],
  ['killed in its act', [line(1, 1_000, 'began'), line(2, 61_000, 'began')], 1_005, 0],
  [
    'killed before it could keep that it was done',
    [line(1, 1_000, 'began'), line(1, 1_010, 'ended'), line(2, 61_000, 'began')],
    1_020,
    0,
  ],
  [
    'finished long before its process was killed',
    [line(1, 1_000, 'began'), line(1, 1_010, 'ended'), line(2, 61_000, 'began')],
    50_000,
    1,
  ],
  ['tried again before the kill', [line(1, 1_000, 'began'), line(2, 1_500, 'began')], 2_000, 1],
  ['tried again in a process that lives', [line(2, 1_000, 'began'), line(2, 1_500, 'began')], 1_200, 1],
])('an effect that was %s', (_, lines, killedAt, faults) => {
  expect(judgeEffects(lines, [{ pid: 1, at: killedAt }]).faults).toHaveLength(faults);
});
