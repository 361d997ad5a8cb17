import { customType, integer, text } from 'drizzle-orm/sqlite-core';
import type { Json } from './json';

/** A moment, as milliseconds since 1970. */
export const timestamp = (name: string) => integer(name, { mode: 'timestamp_ms' });
export const json = <T>(name: string) => text(name, { mode: 'json' }).$type<T>();

/** JSON that may be broken: a log that was tampered with must still be readable. */
export const spoilableJson = customType<{ data: Json; driverData: string }>({
  dataType: () => 'text',
  toDriver: (value) => JSON.stringify(value),
  fromDriver(stored) {
    try {
      return JSON.parse(stored) as Json;
    } catch {
      return { spoiled: String(stored) };
    }
  },
});
