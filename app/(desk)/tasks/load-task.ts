import type { Context } from '@/lib/context';
import { AppError } from '@/lib/errors';
import type { Read } from '@/lib/reads';

/** A query string may say anything, several times. */
export const digestIn = (value: string | string[] | undefined): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);

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

export const workflowTitles = (ctx: Context): Record<string, string> => Object.fromEntries(ctx.engine.workflows().map(({ id, title }) => [id, title]));
