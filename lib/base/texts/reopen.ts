export const reopenTexts = {
  open: 'Reopen this decision…',
  meaning: 'The request returns to this task. The decision stays in the history, with your reason.',
  askedAgain: 'These are asked again:',
  runsAgain: 'These steps run again, with everything they cause:',
  reason: 'Why',
  reasonHelp: 'Everybody who can see the request can read it.',
  confirm: 'Reopen the decision',
  done: 'Reopened',
} as const;
