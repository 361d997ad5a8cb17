import type { Database } from '@/db/client';
import type { Statement } from '@/db/guarded';

type Query = { toSQL?: () => { sql: string }; getQuery?: () => { method: string } };

/** Whether a statement of a batch writes: anything but a select. */
function writes(statement: Statement): boolean {
  const { toSQL, getQuery } = statement as Query;
  if (toSQL) return !/^\s*(\(|select\b|with\b)/i.test(toSQL.call(statement).sql);
  return getQuery?.call(statement).method === 'run';
}

/** The same database, whose first batch that writes does one statement more: what it says is as true as the change itself. */
export function marking(db: Database, mark: Statement): Database {
  let marked = false;
  const batch = async (statements: [Statement, ...Statement[]]) => {
    if (marked || !statements.some(writes)) return db.batch(statements);
    marked = true;
    const results: unknown[] = await db.batch([...statements, mark]);
    return results.slice(0, -1);
  };
  return new Proxy(db, { get: (target, name) => (name === 'batch' ? batch : Reflect.get(target, name)) });
}
