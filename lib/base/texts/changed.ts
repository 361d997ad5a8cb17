/** Texts for when the question changed after the person saw it. */
export const changedTexts = {
  title: 'The question has changed',
  safe: 'Nothing was decided.',
  todo: 'Look at what is different, then decide again. What you had written is kept where it still fits.',
  changes: 'What changed',
  before: 'Asked before',
  evidence: 'What it was about',
  form: 'The answer that was asked for',
  buttons: 'Buttons:',
  marks: {
    added: 'New',
    removed: 'Not asked any more',
    needed: 'Needed now',
    optional: 'Optional now',
    changed: 'Changed',
  },
} as const;
