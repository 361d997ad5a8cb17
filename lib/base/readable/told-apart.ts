import { readable } from './readable';

const onOneLine = (text: string) => readable(text).replaceAll(/\s+/g, ' ').trim();
const counted = (texts: readonly string[]) => {
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  return counts;
};

/** Whether each label can be read in full, within `most` characters, and told from the others. */
export const canBeToldApart = (labels: readonly string[], most = Infinity): boolean =>
  labels.every((label) => onOneLine(label) !== '' && label.length <= most) &&
  new Set(labels.map((label) => onOneLine(label).toLowerCase())).size === labels.length;

/**
 * Labels that can all be told apart: a label that is empty or looks like another gets its choice's value
 * added, and if values look alike too, all get numbers.
 */
export function toldApart(choices: readonly { label: string; value: string }[]): string[] {
  const labels = choices.map(({ label }) => label);
  if (canBeToldApart(labels)) return labels;
  const alike = counted(labels.map((label) => onOneLine(label).toLowerCase()));
  const longer = choices.map(({ label, value }) => {
    const text = onOneLine(label);
    if (text === '') return `“${onOneLine(value)}”`;
    return alike.get(text.toLowerCase()) === 1 ? label : `${text} (${onOneLine(value)})`;
  });
  return new Set(longer).size === longer.length
    ? longer
    : longer.map((label, index) => `${index + 1}. ${label}`);
}
