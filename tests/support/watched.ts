import { drizzle } from 'drizzle-orm/libsql';
import type { Database } from '@/db/client';
import * as schema from '@/db/schema';

/**
 * The same database, over a connection on which something may happen before each statement or batch that is sent; `nth`
 * counts from 0. What a rival does there is committed before the statement, as another process's work would be.
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
