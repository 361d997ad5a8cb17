import type { StoredSchema } from '@/db/schema/json';
import { isRecord } from '@/lib/base/schema/types';

const maxLength = 200;
/** Inherited by every object, so an object without such a property seems to have it. */
const inherited = new Set(Object.getOwnPropertyNames(Object.prototype));

function faultOf(key: string, required: boolean): string | undefined {
  if (key === '__proto__') return 'JavaScript keeps this name for itself; rename it';
  if (!required && inherited.has(key))
    return 'every JavaScript object has one, so leaving it empty fails validation; rename it or require it';
  if (key.includes('\0') || !key.isWellFormed()) return 'it holds a character that is no text; rename it';
  return key.length > maxLength ? `it is longer than ${maxLength} characters; rename it` : undefined;
}

/** Some libraries assign the schema of `__proto__`, which makes it the prototype of `properties`. */
function keysOf(properties: Record<string, unknown>): string[] {
  const prototype: unknown = Object.getPrototypeOf(properties);
  const isPlain = prototype === null || prototype === Object.prototype;
  return isPlain ? Object.keys(properties) : [...Object.keys(properties), '__proto__'];
}

/** Property names that no form or answer could carry, each with the reason and the remedy. */
export function nameFaults(schema: StoredSchema | null): string[] {
  const faults = new Set<string>();
  const visit = (node: unknown): void => {
    if (Array.isArray(node)) return node.forEach(visit);
    if (!isRecord(node)) return;
    const { properties, required } = node;
    if (isRecord(properties))
      for (const key of keysOf(properties)) {
        const fault = faultOf(key, Array.isArray(required) && required.includes(key));
        if (fault) faults.add(`property ${JSON.stringify(key.slice(0, 60))}: ${fault}`);
      }
    Object.values(node).forEach(visit);
  };
  visit(schema);
  return [...faults];
}
