const maxDepth = 7;

/** An error and its causes, outermost first; drivers wrap theirs several times. */
export function causesOf(error: unknown): (Error & { code?: unknown; status?: unknown })[] {
  const found: Error[] = [];
  for (let one = error; one instanceof Error && found.length < maxDepth; one = one.cause) found.push(one);
  return found;
}
