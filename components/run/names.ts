const all = new Intl.ListFormat('en-GB', { type: 'conjunction' });
const any = new Intl.ListFormat('en-GB', { type: 'disjunction' });

/** "Managers", "Managers and Finance", "Managers, Finance and 2 more": all of them are awaited. */
export function everyOf(names: readonly string[], max = 3): string {
  const shown = names.length > max ? [...names.slice(0, max - 1), `${names.length - max + 1} more`] : names;
  return all.format(shown);
}

/** "Managers or Ana Ruiz": any of them can answer. */
export function anyOf(names: readonly string[], max = 4): string {
  const shown = names.length > max ? [...names.slice(0, max - 1), `${names.length - max + 1} more`] : names;
  return any.format(shown);
}
