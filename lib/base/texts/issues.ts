/** What the desk's own checks say about one value. Schemas bring their own messages. */
export const issueTexts = {
  and_more: ({ count }: { count: number }) => `and ${count.toLocaleString('en')} more`,
  not_a_cursor: 'is not a cursor of this list',
  too_many_values: ({ max }: { max: number }) => `holds more than ${max.toLocaleString('en')} values`,
  not_text: 'holds a character that is not text',
  name_not_text: 'has a name that is not text',
  name_forbidden: 'cannot have this name',
  too_deep: ({ max }: { max: number }) => `is nested deeper than ${max} levels`,
  lossy: ({ loss }: { loss: string }) => `cannot be kept: it ${loss}`,

  wrong_password: 'is not right',
  nothing_hidden: 'Nothing is hidden there.',
  nobody_here: 'is nobody on this desk',
  step_not_reached: 'is not a step that this request has reached',

  one_of: ({ choices }: { choices: string }) => `must be one of: ${choices}`,
  outcome_needed: ({ choices }: { choices: string }) => `is needed, one of: ${choices}`,
  contradicts_outcome: ({ label }: { label: string }) => `contradicts the outcome “${label}”`,
  reason_needed: ({ label }: { label: string }) => `“${label}” needs a reason.`,
  evidence_unread: 'Download the evidence, and tick the box when you have read all of it.',

  outcome_not_chosen: 'Choose your answer.',
  confirmation_needed: ({ number }: { number: string }) => `Type ${number} to confirm.`,
  wrong_code: 'This is not the code of our last mail, or it has expired. Ask for a new one.',
  no_such_workflows: ({ ids }: { ids: string }) => `has no such workflow: ${ids}`,

  url_not_https: 'must be an https address',
  url_with_password: 'must hold no user name or password',
  url_unknown_host: 'cannot be used: the name could not be looked up',
  url_no_address: 'cannot be used: the name has no address',
  url_private: 'cannot be used: it is a private address, which WEBHOOK_ALLOW_PRIVATE does not allow',
  url_public_needs_https: 'cannot be used: only https reaches public addresses',
} as const;
