/** A guard, and what to put in its place. Some test must then fail. */
export type Mutant = {
  /** Relative to the root of the tree. */
  file: string;
  /** The exact source text, which must occur once. */
  guard: string;
  /** The replacement; default: nothing. */
  without?: string;
  /** The test files that must notice. */
  tests: string[];
  /** A pattern for test names, to run fewer of them. */
  named?: string;
};

/**
 * The position of the guard in the source.
 * @throws when it is missing or not unique: the table is out of date
 */
export function placeOf({ file, guard }: Mutant, source: string): number {
  const at = source.indexOf(guard);
  if (at < 0) throw new Error(`${file} has no longer: ${guard}`);
  if (source.includes(guard, at + 1)) throw new Error(`${file} has more than once: ${guard}`);
  return at;
}

export function mutate(mutant: Mutant, source: string): string {
  const at = placeOf(mutant, source);
  return source.slice(0, at) + (mutant.without ?? '') + source.slice(at + mutant.guard.length);
}
