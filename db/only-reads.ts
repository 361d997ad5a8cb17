import type { InStatement } from '@libsql/client';

/** Whether these statements change nothing: each is a `select`. */
export const onlyReads = (statements: readonly (InStatement | [string, unknown?])[]): boolean =>
  statements.every((one) =>
    /^\s*select\b/i.test(typeof one === 'string' ? one : Array.isArray(one) ? one[0] : one.sql),
  );
