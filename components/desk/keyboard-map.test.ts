import { describe, expect, test } from 'vitest';
import { decideKey, shortcutList, takesText, type KeyPlace, type KeyPress } from './keyboard-map';

const press = (key: string, more: Partial<KeyPress> = {}): KeyPress => ({
  key,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  repeat: false,
  isComposing: false,
  ...more,
});
const page: KeyPlace = { typing: false, overlay: false, onControl: false, afterG: false, singleKeys: true };
const decide = (key: string, more: Partial<KeyPress> = {}, place: Partial<KeyPlace> = {}) =>
  decideKey(press(key, more), { ...page, ...place });

describe('single keys', () => {
  test.each([
    ['j', 'next'],
    ['k', 'previous'],
    ['Enter', 'open'],
    ['a', 'approve'],
    ['r', 'reject'],
    ['z', 'undo'],
    ['/', 'search'],
    ['?', 'help'],
    ['Escape', 'escape'],
    ['x', undefined],
    ['c', undefined],
    ['ArrowDown', undefined],
  ])('%s is %s', (key, action) => {
    expect(decide(key)).toBe(action);
  });

  test('Caps Lock does not matter, Shift does', () => {
    expect(decide('A')).toBe('approve');
    expect(decide('A', { shiftKey: true })).toBeUndefined();
    expect(decide('J', { shiftKey: true })).toBeUndefined();
    expect(decide('?', { shiftKey: true })).toBe('help');
  });

  test.each(['ctrlKey', 'metaKey', 'altKey'] as const)('nothing with %s', (modifier) => {
    for (const key of ['j', 'a', 'r', 'g', '/', 'Escape'])
      expect(decide(key, { [modifier]: true })).toBeUndefined();
  });

  test('nothing while typing but Escape', () => {
    for (const key of ['j', 'a', 'r', 'g', '/', '?', 'Enter'])
      expect(decide(key, {}, { typing: true })).toBeUndefined();
    expect(decide('i', {}, { typing: true, afterG: true })).toBeUndefined();
    expect(decide('Escape', {}, { typing: true })).toBe('escape');
  });

  test('nothing in dialogs, and nothing while an input method composes', () => {
    for (const key of ['j', 'a', 'r', 'Escape', '?'])
      expect(decide(key, {}, { overlay: true })).toBeUndefined();
    expect(decide('a', { isComposing: true })).toBeUndefined();
  });

  test('nothing when switched off, not even leaving a field', () => {
    for (const key of ['j', 'a', 'r', 'g', '/', '?', 'Enter', 'Escape'])
      expect(decide(key, {}, { singleKeys: false })).toBeUndefined();
    expect(decide('Escape', {}, { singleKeys: false, typing: true })).toBeUndefined();
  });

  test('a held key moves, but decides only once', () => {
    expect(decide('j', { repeat: true })).toBe('next');
    expect(decide('a', { repeat: true })).toBeUndefined();
    expect(decide('r', { repeat: true })).toBeUndefined();
  });

  test('Enter belongs to the focused control', () => {
    expect(decide('Enter', {}, { onControl: true })).toBeUndefined();
    expect(decide('a', {}, { onControl: true })).toBe('approve');
  });
});

describe('sequences', () => {
  test('g begins a sequence', () => {
    expect(decide('g')).toBe('g');
    expect(decide('i', {}, { afterG: true })).toBe('inbox');
    expect(decide('r', {}, { afterG: true })).toBe('runs');
    expect(decide('n', {}, { afterG: true })).toBe('new');
  });

  test('another key after g means what it means alone', () => {
    expect(decide('j', {}, { afterG: true })).toBe('next');
    expect(decide('i')).toBeUndefined();
    expect(decide('n')).toBeUndefined();
  });
});

describe('the palette', () => {
  test('opens by Ctrl or ⌘, while typing and when single keys are off', () => {
    expect(decide('k', { ctrlKey: true })).toBe('palette');
    expect(decide('k', { metaKey: true }, { typing: true, singleKeys: false })).toBe('palette');
    expect(decide('K', { ctrlKey: true })).toBe('palette');
  });

  test('not by both, with Shift or Alt, or over a dialog', () => {
    expect(decide('k', { ctrlKey: true, metaKey: true })).toBeUndefined();
    expect(decide('K', { ctrlKey: true, shiftKey: true })).toBeUndefined();
    expect(decide('k', { ctrlKey: true, altKey: true })).toBeUndefined();
    expect(decide('k', { ctrlKey: true }, { overlay: true })).toBeUndefined();
  });
});

test('fields that take text', () => {
  expect(takesText({ tagName: 'INPUT', type: 'search' })).toBe(true);
  expect(takesText({ tagName: 'INPUT' })).toBe(true);
  expect(takesText({ tagName: 'TEXTAREA' })).toBe(true);
  expect(takesText({ tagName: 'SELECT' })).toBe(true);
  expect(takesText({ tagName: 'DIV', isContentEditable: true })).toBe(true);
  expect(takesText({ tagName: 'INPUT', type: 'checkbox' })).toBe(false);
  expect(takesText({ tagName: 'BUTTON', type: 'submit' })).toBe(false);
  expect(takesText(null)).toBe(false);
});

test('the list names every action once, with the keys that do it', () => {
  const entries = shortcutList.flatMap(({ entries: own }) => own);
  expect(new Set(entries.map(({ action }) => action)).size).toBe(entries.length);
  for (const { action, keys, inTurn } of entries) {
    if (action === 'palette') continue;
    const key = keys.at(-1) === 'Esc' ? 'Escape' : (keys.at(-1) ?? '');
    expect(decide(key, {}, { afterG: inTurn === true })).toBe(action);
  }
});
