import { expect, test } from 'vitest';
import { newKey, requestKey } from './request-key';

function memory() {
  const items = new Map<string, string>();
  return {
    getItem: (key: string) => items.get(key) ?? null,
    setItem: (key: string, value: string) => void items.set(key, value),
    removeItem: (key: string) => void items.delete(key),
  };
}

test('keys are long and random', () => {
  expect(newKey()).toMatch(/^[0-9a-f]{32}$/);
  expect(newKey()).not.toBe(newKey());
});

test('the key survives a reload and changes only after a definite answer', () => {
  const store = memory();
  const page = requestKey('ana/expense', store);
  const key = page.take();
  expect(page.take()).toBe(key);
  expect(requestKey('ana/expense', store).take()).toBe(key);
  expect(requestKey('ana/purchase', store).take()).not.toBe(key);
  page.settle();
  expect(page.take()).not.toBe(key);
});

test('works without storage', () => {
  const refused = () => {
    throw new DOMException('denied', 'SecurityError');
  };
  const page = requestKey('form', { getItem: refused, setItem: refused, removeItem: refused });
  const key = page.take();
  expect(page.take()).toBe(key);
  page.settle();
  expect(page.take()).not.toBe(key);
  expect(requestKey('form', null).take()).toHaveLength(32);
});
