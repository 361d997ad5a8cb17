import { z } from 'zod';

/** What every list takes: `?limit=&cursor=`. */
export const pageQuery = {
  limit: z.coerce.number().int().min(1).max(100).default(30).meta({ description: 'How many at most.' }),
  cursor: z.string().max(500).optional().meta({ description: 'The `nextCursor` of the page before.' }),
};

export type Page<T> = { items: T[]; nextCursor: string | null };
