import { drizzle } from 'drizzle-orm/libsql';
import type { Database } from '@/db/client';
import * as schema from '@/db/schema';

/**
 * The same database, over a connection that calls `before` ahead of each statement or batch; `nth` counts
 * from 0. What a rival does there is committed first, like another process's work.
 */
export function watched(db: Database, before: (nth: number) => Promise<unknown>): Database {
  let sent = 0;
  const client = new Proxy(db.$client, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name);
      if (typeof value !== 'function') return value;
      if (name !== 'execute' && name !== 'batch') return value.bind(target) as unknown;
      return async (...given: unknown[]): Promise<unknown> => {
        await before(sent++);
        return (value as (...args: unknown[]) => Promise<unknown>).apply(target, given);
      };
    },
  });
  return drizzle(client, { schema });
}
