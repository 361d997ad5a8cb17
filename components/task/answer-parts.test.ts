import { expect, test } from 'vitest';
import { z } from 'zod';
import { answerParts, draftKey, hasRest, suggestAnswer } from './answer-parts';

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

test('a reason that is no field, or that a button presets, is asked for as a comment', () => {
  expect(answerParts(expense, [approve], 'why').reason).toBeNull();
  expect(answerParts(expense, [{ resumeData: { note: 'ok' } }], 'note').reason).toBeNull();
});

test('answers that are no object are asked for whole', () => {
  const text = json(z.string());
  expect(hasRest(text, answerParts(text, [], null))).toBe(true);
  expect(hasRest(null, answerParts(null, [], null))).toBe(false);
});

test('a text handed back is there to be changed', () => {
  const parts = answerParts(revision, [{ resumeData: {} }], null);
  expect(suggestAnswer(revision, { headline: 'News', body: 'Text', round: 2 }, parts)).toEqual({ headline: 'News', body: 'Text' });
  expect(suggestAnswer(revision, { headline: 5, body: 'Text' }, parts)).toEqual({ body: 'Text' });
  expect(suggestAnswer(revision, null, parts)).toEqual({});
});

test('neither reason, verdict, optional nor sensitive parts are suggested', () => {
  const schema = json(z.object({ approved: z.boolean(), note: z.string(), extra: z.string().optional(), pin: z.string().meta({ sensitive: true }) }));
  const parts = answerParts(schema, [approve, reject], 'note');
  expect(suggestAnswer(schema, { approved: true, note: 'old', extra: 'x', pin: '1234' }, parts)).toEqual({});
});

test('a draft belongs to one question of one task', () => {
  expect(draftKey('task_1', 'sha256:a')).not.toBe(draftKey('task_1', 'sha256:b'));
  expect(draftKey('task_1', 'sha256:a')).not.toBe(draftKey('task_2', 'sha256:a'));
});
