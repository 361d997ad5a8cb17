import { readable } from '@/lib/base/readable/readable';

const acronyms = new Set([
  'api',
  'bic',
  'cc',
  'csv',
  'hr',
  'iban',
  'id',
  'ids',
  'ip',
  'it',
  'json',
  'pdf',
  'po',
  'sku',
  'uri',
  'url',
  'uuid',
  'vat',
]);
const keepLower = new Set(['ids']);

function word(text: string): string {
  const lower = text.toLowerCase();
  if (keepLower.has(lower)) return 'IDs';
  if (acronyms.has(lower)) return lower.toUpperCase();
  const isAcronym = text.length > 1 && text === text.toUpperCase() && /[A-Z]/.test(text);
  return isAcronym ? text : lower;
}

/** "costCentre_id" → "Cost centre ID", safe to read. Text with spaces, or without letters, is kept. */
export function humanize(name: string): string {
  const text = readable(name.trim());
  if (text === '' || /\s/.test(text) || !/[a-z]/i.test(text)) return text;
  const words = text
    .replace(/([a-z])([A-Z0-9])/g, '$1 $2')
    .replace(/([A-Z]+)([A-Z][a-z]{2})/g, '$1 $2')
    .split(/[\s_\-.]+/)
    .filter(Boolean)
    .map(word);
  const sentence = words.join(' ');
  return sentence.charAt(0).toUpperCase() + sentence.slice(1);
}

/** The label of a property: its title, else its key in plain words. */
export function labelOf(key: string, node: { title?: unknown }): string {
  return typeof node.title === 'string' && node.title.trim() !== '' ? node.title : humanize(key);
}
