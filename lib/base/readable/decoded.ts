/** Percent-encoded text, decoded; undefined when it is malformed, such as `%zz`. */
export function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
