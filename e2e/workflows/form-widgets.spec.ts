import type { Locator, Page } from '@playwright/test';
import type { Json } from '@/db/schema/json';
import type { FormName } from '@/tests/support/workflows/forms';
import { expect, test } from '../support/fixtures';
import { recorded } from '../support/recorded';

// Browsers order day and month differently, so we type a date that reads the same either way.

/** A person using only the keyboard: nothing here clicks, hovers, or sets focus or values by script. */
class Keys {
  constructor(readonly page: Page) {}

  async press(...keys: string[]): Promise<void> {
    for (const key of keys) await this.page.keyboard.press(key);
  }

  /** Tabs forwards or backwards until a control has focus. */
  async to(control: Locator, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
    await expect(control).toBeAttached();
    for (let tries = 0; tries < 120; tries++) {
      if (await control.evaluate((element) => element === document.activeElement)) return;
      await this.press(key);
    }
    throw new Error(`${String(control)} cannot be reached by ${key}`);
  }

  async type(control: Locator, text: string): Promise<void> {
    await this.to(control);
    await this.page.keyboard.type(text);
  }

  field = (name: string | RegExp, role: 'textbox' | 'combobox' | 'checkbox' = 'textbox') =>
    this.page.getByRole(role, { name, exact: typeof name === 'string' });
  radios = (name: string) => this.page.getByRole('group', { name, exact: true }).getByRole('radio');

  /** Tab reaches the first radio of a group; Space selects it, arrows move on. */
  async choose(group: string, steps: number): Promise<void> {
    const radios = this.radios(group);
    const checked = radios.and(this.page.locator(':checked'));
    await this.to((await checked.count()) > 0 ? checked : radios.first());
    if (steps === 0) await this.press('Space');
    for (let step = 0; step < steps; step++) await this.press('ArrowDown');
  }

  async submit(): Promise<void> {
    await this.to(this.page.getByRole('button', { name: /^Submit/ }), 'Shift+Tab');
    await this.press('Enter');
  }
}

/** Records every pointer event on the page, to show that there was none. */
const noPointer = () => {
  const seen: string[] = [];
  Object.assign(globalThis, { pointerEvents: seen });
  for (const kind of ['pointerdown', 'mousedown', 'touchstart'])
    addEventListener(kind, () => seen.push(kind), true);
};

const cases: Record<FormName, { fill: (keys: Keys) => Promise<void>; answer: Json }> = {
  texts: {
    async fill(keys) {
      await keys.type(keys.field('Name'), 'Ana Ruiz');
      await keys.type(keys.field('Email'), 'ana@example.com');
      await keys.type(keys.field('Link'), 'https://example.com/a?b=1');
      await keys.type(keys.page.getByLabel('Day'), '11112026');
      await keys.type(
        keys.page.getByLabel('At', { exact: false }).and(keys.page.locator('[type=time]')),
        '1405',
      );
      await keys.to(keys.page.locator('[type=datetime-local]'));
      await keys.page.keyboard.type('11112026');
      await keys.press('ArrowRight');
      await keys.page.keyboard.type('1405');
      await keys.to(keys.field('Story'));
      await keys.page.keyboard.type('One line.');
      await keys.press('Enter');
      await keys.page.keyboard.type('Another.');
      await keys.type(keys.page.getByLabel('PIN'), '4711');
      await keys.type(keys.field('ID'), '123e4567-e89b-42d3-a456-426614174000');
    },
    answer: {
      name: 'Ana Ruiz',
      email: 'ana@example.com',
      link: 'https://example.com/a?b=1',
      day: '2026-11-11',
      at: '14:05',
      moment: '2026-11-11T13:05:00Z',
      story: 'One line.\nAnother.',
      pin: '4711',
      id: '123e4567-e89b-42d3-a456-426614174000',
    },
  },
  numbers: {
    async fill(keys) {
      await keys.type(keys.field(/^Price/), '12.5');
      await keys.type(keys.field('Count'), '3');
      await keys.type(keys.field('Ratio'), '-0.125');
    },
    answer: { price: 12.5, count: 3, ratio: -0.125 },
  },
  choices: {
    async fill(keys) {
      await keys.to(keys.field('Gift', 'checkbox'));
      await keys.press('Space');
      await keys.choose('Urgent', 1);
      await keys.choose('Size', 2);
      await keys.to(keys.field('Colour', 'combobox'));
      await keys.page.keyboard.type('Bl');
      await keys.type(keys.field('Country', 'combobox'), 'Country Z25');
      await expect(keys.page.getByRole('option')).toHaveCount(1);
      await keys.press('ArrowDown', 'Enter');
      for (const name of ['New', 'Odd']) {
        await keys.to(keys.field(name, 'checkbox'));
        await keys.press('Space');
      }
      await keys.to(keys.radios('Mood').and(keys.page.locator(':checked')));
      await keys.press('ArrowUp');
      await keys.to(keys.field('Shade', 'combobox'));
      await keys.page.keyboard.type('C');
      await keys.to(keys.field('I have checked it', 'checkbox'));
      await keys.press('Space');
    },
    answer: {
      gift: true,
      urgent: true,
      size: 'large',
      colour: 'blue',
      country: 'Country Z25',
      tags: ['new', 'odd'],
      mood: null,
      shade: 'c',
      version: 'v1',
      checked: true,
    },
  },
  groups: {
    async fill(keys) {
      await keys.type(
        keys.page.getByRole('group', { name: 'Party' }).getByRole('textbox', { name: 'Name' }),
        'Lumen',
      );
      await keys.type(keys.field('City'), 'Berlin');
      await keys.to(keys.field('Extra', 'checkbox'));
      await keys.press('Space');
      await keys.type(keys.field('Why'), 'Because');
      await keys.to(keys.page.getByLabel('If left empty: Note'));
      await keys.press('ArrowDown');
      await keys.to(keys.page.getByLabel('If left empty: Gift'));
      await keys.press('ArrowDown');
      await keys.to(keys.field('Reference'));
      await keys.page.keyboard.type('ignored');
    },
    answer: {
      party: { name: 'Lumen', address: { city: 'Berlin' } },
      extra: { why: 'Because' },
      note: null,
      gift: null,
      reference: 'A-17',
    },
  },
  lists: {
    async fill(keys) {
      const add = (name: string) => keys.page.getByRole('button', { name: `Add to ${name}`, exact: true });
      for (const word of ['one', 'two', 'three', 'four']) {
        await keys.to(add('Words'));
        await keys.press('Enter');
        await keys.page.keyboard.type(word);
      }
      await keys.to(keys.page.getByRole('button', { name: 'Move Words 4 up' }));
      await keys.press('Enter', 'Enter');
      await expect(keys.page.getByRole('button', { name: 'Move Words 2 up' })).toBeFocused();
      await keys.to(keys.page.getByRole('button', { name: 'Remove Words 1' }), 'Shift+Tab');
      await keys.press('Enter');
      for (const [sku, quantity] of [
        ['A1', '2'],
        ['B2', '5'],
      ] as const) {
        await keys.to(add('Lines'));
        await keys.press('Enter');
        await keys.page.keyboard.type(sku);
        await keys.press('Tab');
        await keys.page.keyboard.type(quantity);
      }
      await keys.to(keys.page.getByRole('button', { name: 'Move Lines 1 down' }), 'Shift+Tab');
      await keys.press('Space');
      await keys.type(keys.field('From'), 'Lyon');
      await keys.type(keys.field('Distance'), '12.5');
      await keys.to(add('Rates'));
      await keys.press('Enter');
      await keys.page.keyboard.type('net price');
      await keys.press('Tab');
      await keys.page.keyboard.type('3');
    },
    answer: {
      words: ['four', 'two', 'three'],
      lines: [
        { sku: 'B2', quantity: 5 },
        { sku: 'A1', quantity: 2 },
      ],
      pair: ['Lyon', 12.5],
      rates: { 'net price': 3 },
    },
  },
  unions: {
    async fill(keys) {
      await keys.choose('Limit', 1);
      await keys.type(keys.field('From'), '1');
      await keys.type(keys.field('To'), '9');
      await keys.choose('Payment', 1);
      await keys.type(keys.field('Digits'), '4242');
    },
    answer: { limit: { from: 1, to: 9 }, payment: { kind: 'card', digits: '4242' } },
  },
  tree: {
    async fill(keys) {
      const add = keys.page.getByRole('button', { name: 'Add to Parts' });
      await keys.type(keys.field('Name').first(), 'Root');
      await keys.to(add.last());
      await keys.press('Enter');
      await keys.page.keyboard.type('Branch');
      await keys.to(add.first());
      await keys.press('Enter');
      await keys.page.keyboard.type('Leaf');
    },
    answer: { root: { name: 'Root', parts: [{ name: 'Branch', parts: [{ name: 'Leaf' }] }] } },
  },
  free: {
    async fill(keys) {
      await keys.type(keys.field('Label'), 'Anything');
      await keys.type(keys.field('Data'), '{"a": [1, null, false]}');
    },
    answer: { label: 'Anything', data: { a: [1, null, false] } },
  },
};

for (const [name, { fill, answer }] of Object.entries(cases)) {
  test(`the fields of “${name}” are reached, filled in and sent by keyboard alone, and recorded as typed`, async ({
    api,
    as,
    desk,
  }) => {
    const requester = await api('requester');
    const { runId } = await requester.start(`form-${name}`, {});
    const { taskId } = await (await api('manager')).taskOf(runId);
    const { page } = await as('manager');
    await page.addInitScript(noPointer);
    await page.goto(`/tasks/${taskId}`);
    await expect(page.getByRole('heading', { level: 1, name: `Fill in ${name}` })).toBeVisible();
    const keys = new Keys(page);
    await fill(keys);
    await keys.submit();
    await expect(page.getByText('Your decision is recorded')).toBeVisible();
    expect(await recorded(desk, taskId)).toEqual(answer);
    expect(
      await page.evaluate(() => (globalThis as unknown as { pointerEvents: string[] }).pointerEvents),
    ).toEqual([]);
  });
}

test('errors by path: the summary takes the focus and leads to the field, by keyboard alone; what was typed stays', async ({
  api,
  as,
  desk,
  consoleGuard,
}) => {
  consoleGuard.allow(/status of 422/);
  const { runId } = await (await api('requester')).start('form-lists', {});
  const { taskId } = await (await api('manager')).taskOf(runId);
  const { page } = await as('manager');
  await page.goto(`/tasks/${taskId}`);
  const keys = new Keys(page);
  await keys.to(page.getByRole('button', { name: 'Add to Lines' }));
  await keys.press('Enter');
  await page.keyboard.type('A1');
  await keys.press('Tab');
  await page.keyboard.type('2.5');
  await keys.type(keys.field('From'), 'Lyon');
  await keys.submit();
  const summary = page.getByRole('group', { name: /needs your attention/ });
  await expect(summary).toBeFocused();
  await expect(summary.getByRole('link')).toHaveCount(2);
  await keys.press('Tab', 'Enter');
  const quantity = keys.field('Quantity');
  await expect(quantity).toBeFocused();
  await expect(quantity).toHaveAttribute('aria-invalid', 'true');
  await expect(quantity).toHaveAccessibleDescription(/whole number/);
  await expect(keys.field('From')).toHaveValue('Lyon');
  await keys.press('Control+a');
  await page.keyboard.type('3');
  await keys.type(keys.field('Distance'), '7');
  await keys.submit();
  await expect(page.getByText('Your decision is recorded')).toBeVisible();
  expect(await recorded(desk, taskId)).toEqual({
    words: [],
    lines: [{ sku: 'A1', quantity: 3 }],
    pair: ['Lyon', 7],
    rates: {},
  });
});
