import type { Context } from '@/lib/people/context';

/** A query string may hold any text, and repeat a name. */
export const digestIn = (value: string | string[] | undefined): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined;

export const workflowTitles = (ctx: Context): Record<string, string> =>
  Object.fromEntries(ctx.engine.workflows().map(({ id, title }) => [id, title]));
