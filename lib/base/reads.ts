import type { Database } from '@/db/client';
import type { Statement } from '@/db/guarded';
import { AppError } from './errors';

/**
 * Read statements that do not depend on each other's results, and a function of their results, which may
 * throw. If one needs what another finds, it uses a subquery, so that all of them are one round trip.
 */
export type Read<T> = { statements: readonly Statement[]; make: (found: unknown[]) => T };

type Found<S extends readonly Statement[]> = { -readonly [Index in keyof S]: S[Index]['_']['result'] };

export const read = <const S extends readonly Statement[], T>(
  statements: S,
  make: (found: Found<S>) => T,
): Read<T> => ({ statements, make: (found) => make(found as Found<S>) });

/** The same read, with its result mapped. */
export const andThen = <A, B>({ statements, make }: Read<A>, more: (found: A) => B): Read<B> => ({
  statements,
  make: (found) => more(make(found)),
});

/** The same read, with null instead of `not_found`. */
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

/** Combines several reads into one, by name. */
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

/** Runs a read in one round trip, from one consistent moment. */
export async function inOneTrip<T>(db: Database, { statements, make }: Read<T>): Promise<T> {
  const [first, ...rest] = statements;
  return make(first ? await db.batch([first, ...rest]) : []);
}
