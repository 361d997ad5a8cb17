import type { z } from 'zod';
import { invalid } from './errors';
import { printPath } from './schema/paths';

/** Parses an input by the schema that stands beside its verb. @throws invalid with every issue and its path. */
export function parse<T extends z.ZodType>(schema: T, input: unknown): z.output<T> {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  throw invalid(parsed.error.issues.map(({ path, message }) => ({ path: printPath(path), message })));
}
