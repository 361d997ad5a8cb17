import { renderToStaticMarkup as html } from 'react-dom/server';
import { describe, expect, test } from 'vitest';
import { initials } from './avatar-initials';
import { Button } from './button';
import { cn } from './cn';
import { Field, Fieldset } from './field';
import { Input } from './input';
import { ProblemNotice } from './problem-notice';
import { RadioGroup } from './radio-group';
import { RelativeTime } from './relative-time';
import { parseTheme, themeAttribute } from './theme';

test('of two classes for the same property the later one wins', () => {
  expect(cn('px-2 text-sm text-ink', undefined, 'px-4 text-ink-muted')).toBe('text-sm px-4 text-ink-muted');
});

describe('a field', () => {
  test('ties label, error and help to its control', () => {
    const markup = html(
      <Field id="a" label="Amount" help="Net." error="Too much" required>
        {(control) => <Input {...control} name="a" />}
      </Field>,
    );
    expect(markup).toContain('<label for="a"');
    expect(markup).toMatch(/<input[^>]*id="a"[^>]*aria-describedby="a-error a-help"[^>]*aria-invalid="true"/);
    expect(markup).toMatch(/id="a-error"[^>]*>.*Too much/);
    expect(markup).toMatch(/id="a-help"[^>]*>Net\./);
  });

  test('leaves out help and error when there are none', () => {
    const markup = html(
      <Field id="a" label="Amount" error={[]}>
        {(control) => <Input {...control} />}
      </Field>,
    );
    expect(markup).not.toMatch(/ aria-[a-z]+=| required=/);
  });

  test('several controls are described together', () => {
    expect(
      html(
        <Fieldset id="f" legend="Lines" error={['One', 'Two']}>
          x
        </Fieldset>,
      ),
    ).toMatch(/aria-describedby="f-error".*One.*Two/);
  });
});

test('a busy button says so, keeps focus and is not disabled', () => {
  const markup = html(
    <Button type="submit" busy busyLabel="Approving…">
      Approve
    </Button>,
  );
  expect(markup).toMatch(/aria-disabled="true" aria-busy="true"/);
  expect(markup).toContain('Approving…');
  expect(markup).not.toMatch(/Approve<| disabled=/);
});

test('radios share a name and one is chosen', () => {
  const markup = html(
    <RadioGroup
      id="r"
      name="r"
      legend="R"
      options={[
        { value: 'a', label: 'A' },
        { value: 'b', label: 'B' },
      ]}
      defaultValue="b"
    />,
  );
  expect(markup.match(/name="r"/g)).toHaveLength(2);
  expect(markup.match(/checked=""/g)).toHaveLength(1);
  expect(markup).toMatch(/<input[^>]*checked=""[^>]*value="b"|<input[^>]*value="b"[^>]*checked=""/);
});

test('an error is announced at once, a notice politely', () => {
  expect(html(<ProblemNotice title="x" />)).toContain('role="alert"');
  expect(html(<ProblemNotice title="x" tone="info" />)).toContain('role="status"');
});

test('a time carries its machine form and, on the server, UTC', () => {
  const markup = html(<RelativeTime date="2026-11-03T14:05:00Z" />);
  expect(markup).toContain('dateTime="2026-11-03T14:05:00.000Z"');
  expect(markup).toContain('title="Tue, 3 Nov 2026, 14:05 UTC"');
  expect(html(<RelativeTime date="soon" />)).toContain('Unknown time');
});

test.each([
  ['Ana Ruiz', 'AR'],
  ['ana.ruiz@example.org', 'AR'],
  ['Cher', 'C'],
  ['Ana María Ruiz', 'AR'],
  ['', '?'],
])('the initials of "%s" are %s', (name, expected) => {
  expect(initials(name)).toBe(expected);
});

test('an unknown theme follows the system', () => {
  expect(parseTheme('dark')).toBe('dark');
  expect(parseTheme('neon')).toBe('system');
  expect(themeAttribute(parseTheme(undefined))).toBeUndefined();
});
