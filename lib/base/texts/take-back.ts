export const takeBackTexts = {
  open: 'Take this answer back…',
  meaning: 'The request returns to this question. The old answer stays in the history, with your reason.',
  askedAgain: 'These are asked again:',
  runsAgain: 'These steps do their work again, with everything they cause:',
  reason: 'Why',
  reasonHelp: 'Everybody who can see the request reads it.',
  confirm: 'Take the answer back',
  done: 'Taken back',
} as const;
