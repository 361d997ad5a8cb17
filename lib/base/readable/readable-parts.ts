import { readable } from './readable';

/**
 * A plain structure with all its texts made safe to read. Property names stay, since they are the desk's own.
 */
export function readableParts<T>(value: T): T {
  if (typeof value === 'string') return readable(value) as T;
  if (Array.isArray(value)) return value.map(readableParts) as T;
  if (typeof value !== 'object' || value === null || Object.getPrototypeOf(value) !== Object.prototype)
    return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, readableParts(part)])) as T;
}
