const count = new Intl.NumberFormat('en-GB');

/** Texts around evidence. Folded parts say how much they hide. */
export const evidenceTexts = {
  moreCharacters: (characters: number) =>
    characters === 1 ? 'Show 1 more character' : `Show ${count.format(characters)} more characters`,
  more: (entries: number) => `Show ${count.format(entries)} more`,
  less: 'Show less',
  bothInFull: 'Show both in full',
  onlyChanges: 'Show only what changed',
} as const;
