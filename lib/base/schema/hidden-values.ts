import { maskText } from './mask-text';
import { type Json, isRecord } from './types';

/**
 * Shorter texts and smaller numbers occur everywhere by chance, so they are hidden only under the same name.
 */
const tellingCharacters = 4;
const tellingNumber = 1000;
/** Texts at least this long are also hidden inside longer ones, such as a message that quotes them. */
const quotedCharacters = 6;

function isTelling(value: Json): boolean {
  if (typeof value === 'string') return value.length >= tellingCharacters;
  if (typeof value === 'number') return Math.abs(value) >= tellingNumber;
  return typeof value === 'object' && value !== null && Object.keys(value).length > 0;
}

/**
 * Values known to be sensitive in one place, hidden wherever else they appear: a step passes its input on,
 * and the next schema may not mark it as sensitive.
 */
export class HiddenValues {
  private readonly named = new Set<string>();
  private readonly telling = new Set<string>();
  private readonly quoted = new Set<string>();

  add(name: string, part: Json): void {
    const text = JSON.stringify(part);
    this.named.add(`${name}\0${text}`);
    if (isTelling(part)) this.telling.add(text);
    if (typeof part === 'string' && part.length >= quotedCharacters) this.quoted.add(part);
    // A sensitive object may be passed on in pieces.
    if (Array.isArray(part)) for (const each of part) this.add(name, each);
    else if (isRecord(part))
      for (const [key, each] of Object.entries(part as Record<string, Json>)) this.add(key, each);
  }

  private hides(name: string, value: Json): boolean {
    if (value === null) return false;
    const text = JSON.stringify(value);
    return this.named.has(`${name}\0${text}`) || (isTelling(value) && this.telling.has(text));
  }

  private within(text: string): string {
    let masked = text;
    for (const quoted of this.quoted)
      if (masked.includes(quoted)) masked = masked.replaceAll(quoted, maskText);
    return masked;
  }

  /** The value with `••••` for everything known. `name`: the property that holds it. */
  mask(value: Json, name = ''): Json {
    if (this.named.size === 0) return value;
    if (this.hides(name, value)) return maskText;
    if (typeof value === 'string') return this.within(value);
    if (Array.isArray(value)) return value.map((part) => this.mask(part, name));
    if (!isRecord(value)) return value;
    return Object.fromEntries(
      Object.entries(value as Record<string, Json>).map(([key, part]) => [key, this.mask(part, key)]),
    );
  }
}
