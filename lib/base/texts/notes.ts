/** Codes that rows keep where operators read a note, such as why a message was left out. */
export const noteTexts = {
  told_together: 'told together with others',
  no_decision_needed: 'they need not decide this any more',
  decision_reopened: 'the decision was reopened',
  run_continued: 'the workflow has continued',
  nothing_open: 'nothing is open for them',
  code_expired: 'the code has expired',
  account_closed: 'their account is closed',
  not_visible: 'they may not see it any more',
  not_in_slack: 'Slack knows nobody with their mail address',
  address_unverified: 'their mail address is not verified',
  webhook_secret_lost: 'its secret cannot be read since AUTH_SECRET changed; rotate it',
  signal_misfit: 'Its data is not what the workflow waits for.',
  snapshot_not_json: 'The snapshot is damaged: it is not JSON.',
} as const;
