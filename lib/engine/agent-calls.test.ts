import { eq } from 'drizzle-orm';
import { beforeEach, describe, expect, test } from 'vitest';
import { agentCalls } from '@/db/schema';
import { database } from '@/lib/base/database';
import { deskForTest } from '@/tests/support/desk';
import { askQuestion, beginAnswer, closeCall, countRounds, openCall, openQuestion } from './agent-calls';

const stateOf = async (id: string) =>
  (await database().select().from(agentCalls).where(eq(agentCalls.id, id)))[0]?.state;

beforeEach(async () => void (await deskForTest()));

describe('once another process runs the step again', () => {
  test.each([
    ['a question', (late: string) => askQuestion(late, { from: 'late' })],
    ['another round', (late: string) => countRounds(late, 1)],
    ['the end', (late: string) => closeCall(late)],
  ])('%s of a late one is refused, and changes nothing', async (_, write) => {
    const late = await openCall('run', 'clerk');
    const now = await openCall('run', 'clerk');
    await expect(write(late)).rejects.toThrow('given up');
    expect([await stateOf(late), await stateOf(now)]).toEqual(['abandoned', 'running']);
    expect(await openQuestion('run', 'clerk')).toBeUndefined();
    await askQuestion(now, { from: 'now' });
    expect(await openQuestion('run', 'clerk')).toEqual({ from: 'now' });
  });

  test('a question that was asked is neither asked again nor ended without its decision', async () => {
    const call = await openCall('run', 'clerk');
    await askQuestion(call, { from: 'first' });
    await expect(askQuestion(call, { from: 'second' })).rejects.toThrow('given up');
    await expect(closeCall(call)).rejects.toThrow('given up');
    expect(await openQuestion('run', 'clerk')).toEqual({ from: 'first' });
  });
});

test('a later round of a loop finds no question of an earlier one, and other steps keep theirs', async () => {
  const [left, other, call] = [
    await openCall('run', 'clerk'),
    await openCall('run', 'clerk#1'),
    await openCall('another run', 'clerk'),
  ];
  for (const id of [left, other, call]) await askQuestion(id, { id });
  const round = await openCall('run', 'clerk');
  await askQuestion(round, { id: round });
  await beginAnswer(round);
  await closeCall(round);
  expect(await openQuestion('run', 'clerk')).toBeUndefined();
  expect(await openQuestion('run', 'clerk#1')).toEqual({ id: other });
  expect(await openQuestion('another run', 'clerk')).toEqual({ id: call });
});
