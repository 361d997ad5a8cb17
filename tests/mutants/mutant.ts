/** A guard, and the tree without it. Some test has to fail then. */
export type Mutant = {
  /** From the root of the tree. */
  file: string;
  /** As it stands in the file, once. */
  guard: string;
  /** What stands there instead; default: nothing. */
  without?: string;
  /** The files whose tests have to notice. */
  tests: string[];
  /** Of these only the tests whose names match, to be quick. */
  named?: string;
};

/** Where the guard stands in the source. @throws when it does not, or more than once: the table is behind the code */
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
