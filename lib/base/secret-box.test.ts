import { expect, test } from 'vitest';
import { lock, unlock } from './secret-box';

const key = 'k'.repeat(32);
const box = lock(key, 'test', 'owner-1', 'whsec_äöü');

test('what was locked opens again, and is not in the box', () => {
  expect(unlock(key, 'test', 'owner-1', box)).toBe('whsec_äöü');
  expect(Buffer.from(box.split('.')[1]!, 'base64url').toString('latin1')).not.toContain('whsec');
  expect(lock(key, 'test', 'owner-1', 'whsec_äöü')).not.toBe(box);
});

test.each([
  ['with another key', 'j'.repeat(32), 'test', 'owner-1', box],
  ['for another purpose', key, 'other', 'owner-1', box],
  ['in the row of another owner', key, 'test', 'owner-2', box],
  ['cut short', key, 'test', 'owner-1', box.slice(0, 20)],
  [
    'with one byte changed',
    key,
    'test',
    'owner-1',
    `${box.slice(0, 30)}${box[30] === 'A' ? 'B' : 'A'}${box.slice(31)}`,
  ],
  ['of another version', key, 'test', 'owner-1', box.replace('v1.', 'v2.')],
  ['as plain text', key, 'test', 'owner-1', 'whsec_abc'],
])('it does not open %s', (_, secret, purpose, owner, locked) => {
  expect(unlock(secret, purpose, owner, locked)).toBeNull();
});
