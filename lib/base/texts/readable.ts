/** Texts for content that cannot be shown exactly as written. */
export const readableTexts = {
  /** For screen readers, before a mark. */
  hidden: 'hidden: ',
  host: 'leads to ',
  unformatted: 'Shown without formatting, because this text has too much of it.',
} as const;
