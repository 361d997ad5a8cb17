import { expect, test } from 'vitest';
import { type DraftStorage, forgetDrafts, forgetOldDrafts, readDraft, writeDraft } from './draft-store';

const day = 24 * 60 * 60 * 1000;

/** A stand-in for the browser's storage that follows the standard. */
function storageOf(entries: Record<string, string> = {}) {
  const map = new Map(Object.entries(entries));
  const storage: DraftStorage = {
    getItem: (key) => map.get(key) ?? null,
    setItem: (key, text) => void map.set(key, text),
    removeItem: (key) => void map.delete(key),
    key: (index) => [...map.keys()][index] ?? null,
    get length() {
      return map.size;
    },
  };
  return { map, storage };
}

test('a draft comes back unchanged, also when it is false, empty or null', () => {
  const { storage } = storageOf();
  for (const value of [{ a: [1] }, false, '', null, 0]) {
    writeDraft(storage, 'x', value, 1);
    expect(readDraft(storage, 'x')).toEqual(value);
  }
  writeDraft(storage, 'x', undefined, 1);
  expect(readDraft(storage, 'x')).toBeUndefined();
});

test('the drafts of one task are forgotten, those of others stay', () => {
  const { map, storage } = storageOf({ theme: 'dark' });
  for (const key of ['u/task/a:1', 'u/task/a:1:comment', 'u/task/ab:1', 'v/task/a:1'])
    writeDraft(storage, key, 'x', 1);
  forgetDrafts(storage, 'u/task/a:');
  expect([...map.keys()]).toEqual(['theme', 'draft:u/task/ab:1', 'draft:v/task/a:1']);
});

test('old and unreadable drafts are removed, and nothing else', () => {
  const { map, storage } = storageOf({ theme: 'dark', 'draft:broken': '{', 'draft:other': '"text"' });
  writeDraft(storage, 'old', 'x', 0);
  writeDraft(storage, 'new', 'x', 2 * day);
  forgetOldDrafts(storage, 31 * day);
  expect([...map.keys()]).toEqual(['theme', 'draft:new']);
});
