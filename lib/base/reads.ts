import type { Database } from '@/db/client';
import type { Statement } from '@/db/guarded';
import { AppError } from './errors';

/**
 * Statements that only read and do not wait for one another, and what is made of what they find, which may throw.
 * A later one learns what an earlier one finds by a subquery, so that all of them are one round trip.
 */
export type Read<T> = { statements: readonly Statement[]; make: (found: unknown[]) => T };

type Found<S extends readonly Statement[]> = { -readonly [Index in keyof S]: S[Index]['_']['result'] };

export const read = <const S extends readonly Statement[], T>(
  statements: S,
  make: (found: Found<S>) => T,
): Read<T> => ({ statements, make: (found) => make(found as Found<S>) });

/** The same statements, and more made of what they find. */
export const andThen = <A, B>({ statements, make }: Read<A>, more: (found: A) => B): Read<B> => ({
  statements,
  make: (found) => more(make(found)),
});

/** The same read; null for what is not there for this reader. */
export function orNull<T>({ statements, make }: Read<T>): Read<T | null> {
  const orNothing = (found: unknown[]) => {
    try {
      return make(found);
    } catch (error) {
      if (error instanceof AppError && error.code === 'not_found') return null;
      throw error;
    }
  };
  return { statements, make: orNothing };
}

/** Reads nothing. */
export const noRead: Read<null> = { statements: [], make: () => null };

/** Several reads as one, by name. */
export function together<T extends Record<string, unknown>>(reads: {
  [Name in keyof T]: Read<T[Name]>;
}): Read<T> {
  const parts = Object.entries<Read<unknown>>(reads);
  const make = (found: unknown[]) => {
    let at = 0;
    return Object.fromEntries(
      parts.map(([name, part]) => [name, part.make(found.slice(at, (at += part.statements.length)))]),
    ) as T;
  };
  return { statements: parts.flatMap(([, { statements }]) => statements), make };
}

/** Reads in one round trip, all of it as it is at one moment. */
export async function inOneTrip<T>(db: Database, { statements, make }: Read<T>): Promise<T> {
  const [first, ...rest] = statements;
  return make(first ? await db.batch([first, ...rest]) : []);
}
