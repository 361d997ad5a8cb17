import { expect, test } from 'vitest';
import { z } from 'zod';
import { answerParts, draftKey, hasRest } from './answer-parts';

const json = (schema: z.ZodType) => z.toJSONSchema(schema, { io: 'input' });
const approve = { resumeData: { approved: true } };
const reject = { resumeData: { approved: false } };

const expense = json(z.object({ approved: z.boolean(), note: z.string().optional() }));
const revision = json(z.object({ headline: z.string().min(3), body: z.string() }));

test('the verdict is a button, the reason stands by it', () => {
  const parts = answerParts(expense, [approve, reject], 'note');
  expect(parts).toEqual({ verdict: ['approved'], reason: 'note', rest: [] });
  expect(hasRest(expense, parts)).toBe(false);
});

test('everything else is the form', () => {
  const parts = answerParts(revision, [{ resumeData: {} }], null);
  expect(parts).toEqual({ verdict: [], reason: null, rest: ['headline', 'body'] });
  expect(hasRest(revision, parts)).toBe(true);
});

test('a reason that is not a field, or that a button presets, becomes a comment', () => {
  expect(answerParts(expense, [approve], 'why').reason).toBeNull();
  expect(answerParts(expense, [{ resumeData: { note: 'ok' } }], 'note').reason).toBeNull();
});

test('an answer that is not an object is asked for as one field', () => {
  const text = json(z.string());
  expect(hasRest(text, answerParts(text, [], null))).toBe(true);
  expect(hasRest(null, answerParts(null, [], null))).toBe(false);
});

test('a draft belongs to one question of one task', () => {
  const key = draftKey('user_1', 'task_1', 'sha256:a');
  for (const other of [
    draftKey('user_1', 'task_1', 'sha256:b'),
    draftKey('user_1', 'task_2', 'sha256:a'),
    draftKey('user_2', 'task_1', 'sha256:a'),
  ])
    expect(other).not.toBe(key);
  expect(key.startsWith(draftKey('user_1', 'task_1', ''))).toBe(true);
});
