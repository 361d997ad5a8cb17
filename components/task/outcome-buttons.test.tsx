import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, test } from 'vitest';
import type { StoredOutcome } from '@/db/schema/json';
import { OutcomeButtons, type OutcomeButtonsProps } from './outcome-buttons';

const outcome = (id: string, tone: StoredOutcome['tone']): StoredOutcome => ({
  id,
  label: id,
  tone,
  resumeData: {},
  reasonRequired: false,
});

/** Each button's attributes by its value. */
function buttons(outcomes: StoredOutcome[], more: Partial<OutcomeButtonsProps> = {}): Record<string, string> {
  const html = renderToStaticMarkup(
    <OutcomeButtons outcomes={outcomes} sending={null} locked={false} {...more} />,
  );
  return Object.fromEntries(
    [...html.matchAll(/<button ([^>]*)>/g)].map(([, attributes = '']) => [
      /value="([^"]*)"/.exec(attributes)?.[1] ?? '',
      attributes,
    ]),
  );
}

describe('keys', () => {
  test('a is the first outcome that agrees, r the first that refuses', () => {
    const all = buttons([
      outcome('ask', 'neutral'),
      outcome('yes', 'success'),
      outcome('yes-but', 'success'),
      outcome('no', 'danger'),
      outcome('never', 'danger'),
    ]);
    expect(all['yes']).toContain('data-shortcut="approve"');
    expect(all['no']).toContain('data-shortcut="reject"');
    for (const other of ['ask', 'yes-but', 'never']) expect(all[other]).not.toContain('data-shortcut');
  });

  test('no key works before the question has been on screen', () => {
    const all = buttons([outcome('yes', 'success'), outcome('no', 'danger')]);
    for (const attributes of Object.values(all)) expect(attributes).not.toContain('aria-keyshortcuts');
  });

  test('an outcome that does neither has no key', () => {
    expect(buttons([outcome('submit', 'neutral')])['submit']).not.toContain('data-shortcut');
  });
});

test('each is a submit button that names its outcome, so that it works without scripts', () => {
  const all = buttons([outcome('approve', 'success'), outcome('reject', 'danger')]);
  for (const attributes of Object.values(all)) expect(attributes).toMatch(/type="submit".*name="outcome"/);
});

describe('while one is sent', () => {
  const all = buttons([outcome('approve', 'success'), outcome('reject', 'danger')], { sending: 'approve' });

  test('it keeps the focus and takes no clicks', () => {
    expect(all['approve']).toContain('aria-busy="true"');
    expect(all['approve']).not.toContain('disabled=""');
  });

  test('the others are off', () => {
    expect(all['reject']).toMatch(/disabled=""/);
  });
});

test('all are off when nothing can be decided any more', () => {
  for (const attributes of Object.values(
    buttons([outcome('approve', 'success'), outcome('reject', 'danger')], { locked: true }),
  ))
    expect(attributes).toMatch(/disabled=""/);
});
