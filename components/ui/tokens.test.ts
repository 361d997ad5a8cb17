import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';

const css = readFileSync(new URL('../../app/globals.css', import.meta.url), 'utf8');
const tokens = new Map(
  [...css.matchAll(/--([\w-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)/g)].map(
    ([, name = '', light = '', dark = '']) => [name, { light, dark }],
  ),
);

/** WCAG 2.2, definition of relative luminance. */
function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const channel = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(a: string, b: string): number {
  const [dark = 0, light = 0] = [luminance(a), luminance(b)].toSorted((x, y) => x - y);
  return (light + 0.05) / (dark + 0.05);
}

const grounds = ['canvas', 'surface', 'sunken', 'raised', 'hover'];
const text: [string, string[]][] = [
  ['ink', [...grounds, 'accent-soft', 'success-soft', 'danger-soft', 'warning-soft']],
  ['ink-muted', [...grounds, 'accent-soft', 'success-soft', 'danger-soft', 'warning-soft']],
  ['ink-subtle', grounds],
  ['accent-ink', [...grounds, 'accent-soft']],
  ['success-ink', [...grounds, 'success-soft']],
  ['danger-ink', [...grounds, 'danger-soft']],
  ['warning-ink', [...grounds, 'warning-soft']],
  ['on-accent', ['accent', 'accent-hover']],
  ['on-success', ['success', 'success-hover']],
  ['on-danger', ['danger', 'danger-hover']],
  ['canvas', ['ink']],
];
const shapes: [string, string[]][] = [
  ['line-strong', ['canvas', 'surface', 'sunken', 'raised']],
  ['focus', [...grounds, 'accent-soft']],
  ['accent', ['surface', 'canvas']],
];

describe.each(['light', 'dark'] as const)('%s theme', (theme) => {
  const cases = (pairs: [string, string[]][], least: number) =>
    pairs.flatMap(([fore, backs]) => backs.map((back) => [fore, back, least] as const));

  test.each([...cases(text, 4.5), ...cases(shapes, 3)])('%s on %s has at least %s:1', (fore, back, least) => {
    const foreground = tokens.get(fore)?.[theme];
    const background = tokens.get(back)?.[theme];
    if (!foreground || !background) throw new Error(`token ${fore} or ${back} is missing in globals.css`);
    expect(contrast(foreground, background)).toBeGreaterThanOrEqual(least);
  });
});
