/** Texts of forms. Messages follow the field's name: "Amount: must be a number". */
export const formTexts = {
  /** The label of a form whose schema is one value without a title. */
  answer: 'Answer',
  request: 'Request',
  choose: 'Choose…',
  showFields: 'Show the fields',
  draft: {
    elsewhere: 'This form has a newer draft in another tab. What you write here is not being saved.',
    take: 'Use the newer draft',
    keep: 'Save this one instead',
  },
  blank: { label: 'If left empty', ask: 'Not allowed', absent: 'No answer', null: 'None', empty: 'Empty' },
  typeToFind: 'Type to find…',
  number: {
    read: 'Read as',
    none: (example: string) => `must be a number, such as ${example}`,
    separators: (example: string) => `must be written like ${example}`,
    ambiguous: (a: string, b: string) => `could mean ${a} or ${b}; write the one you mean`,
    digits: (nearest: string) => `has more digits than can be kept; the nearest number is ${nearest}`,
    huge: 'is too large',
  },
  json: {
    invalid: 'This is not valid JSON',
    name: 'cannot have this name',
    deep: (levels: number) => `is nested more than ${levels} levels deep`,
  },
} as const;
