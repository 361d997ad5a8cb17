import { z } from 'zod';
import { parse } from './parse';

/** Query parameters of every list: `?limit=&cursor=`. */
export const pageQuery = {
  limit: z.coerce.number().int().min(1).max(100).default(30).meta({ description: 'How many at most.' }),
  cursor: z.string().max(500).optional().meta({ description: 'The `nextCursor` of the page before.' }),
};

export type Page<T> = { items: T[]; nextCursor: string | null };

/**
 * Parses a query string with its call's schema. Empty values count as absent.
 * @throws invalid naming the parameter
 */
export const parseQuery = <T extends z.ZodObject>(query: T, params: Record<string, unknown>): z.output<T> =>
  parse(query, Object.fromEntries(Object.entries(params).filter(([, value]) => value !== '')));
