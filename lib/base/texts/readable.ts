/** What is said of texts that cannot be shown just as they were written. */
export const readableTexts = {
  /** For screen readers, before a mark. */
  hidden: 'hidden: ',
  host: 'leads to ',
  unformatted: 'Shown without formatting, because this text has too much of it.',
} as const;
