/** A sentence without its parameters, which are only for programs. */
const withFacts =
  <Params extends object>(sentence: string): ((params: Params) => string) =>
  () =>
    sentence;

/**
 * Every reason to refuse a call, by the class of its error, with its English sentence. Another language is another
 * object of this shape. The parameters are also members of the API's problems, so renaming one breaks clients.
 */
export const reasonTexts = {
  malformed: {
    body_not_json: 'The body is not JSON.',
    form_unreadable: 'The form post cannot be read.',
    form_too_big: 'No form here has so many fields, or such names.',
    idempotency_key_malformed: 'An Idempotency-Key has 1 to 200 visible ASCII characters.',
  },
  unauthenticated: {
    not_signed_in: 'Sign in first.',
    wrong_credentials: 'Wrong email or password.',
    api_key_invalid: 'This API key is wrong, expired or revoked.',
    metrics_token_needed: 'Send METRICS_TOKEN as a bearer token.',
    cron_secret_needed: 'Send CRON_SECRET as a bearer token.',
    slack_signature_wrong: 'The signature is not from Slack.',
  },
  forbidden: {
    foreign_origin: 'A write with a session cookie must carry the Origin of this site.',
    scope_missing: ({ scope }: { scope: string }) => `This API key lacks the scope ${scope}.`,
    scope_needs_admin: ({ scope }: { scope: string }) =>
      `Only administrators grant the scope ${scope}. Create the key without it, then ask one.`,
    only_system: 'Only the system does this.',
    only_people: 'Only a person can do this.',
    only_signed_in: 'Only a person who is signed in can do this.',
    only_operators: 'Only operators and administrators can do this.',
    only_admins: 'Only administrators can do this.',
    only_requester_cancels: 'Only the requester or an operator can cancel this.',
    only_decider_undoes: 'Only the person who decided can undo it.',
    reopening_needs_operator: 'Only operators can reopen this decision now.',
    hidden_from_you: 'Only approvers and operators can see hidden values.',
    key_cannot_decide: 'This API key may not decide for its owner.',
    own_request: 'You cannot decide on your own request.',
    not_approver: 'You’re not an approver for this.',
    no_longer_approver: 'You’re no longer an approver for this.',
  },
  not_found: {
    no_such_address: 'There is no such address.',
    no_such_delivery: 'There is no such delivery.',
    no_such_key: 'There is no such key.',
    no_such_page: 'There is no such page.',
    no_such_run: 'There is no such run.',
    no_such_task: 'There is no such task.',
    no_such_webhook: 'There is no such webhook.',
    no_such_workflow: 'There is no such workflow.',
  },
  conflict: {
    idempotency_key_reused: 'This Idempotency-Key was used for another request.',
    idempotency_key_cut_off:
      'A try with this key was cut off after it had changed something. Check what it did; to repeat it, send another key.',
    idempotency_key_busy: ({ retryAfter }: { retryAfter: number }) =>
      `The first request with this key is still being answered. Try again in ${retryAfter} s.`,
    idempotency_key_taken_over: ({ retryAfter }: { retryAfter: number }) =>
      `This took too long, and another request with this key replaced it. Try again in ${retryAfter} s.`,
    answer_not_kept: 'This was done already. Its answer held a secret, so it was not kept.',

    task_closed: withFacts<{ state: string }>('This task is already closed.'),
    task_canceled: withFacts<{ state: 'canceled' }>('This task was cancelled.'),
    task_expired: withFacts<{ state: 'expired' }>('This task has expired.'),
    task_changed: 'Somebody else changed or decided this task meanwhile. Reload it.',
    task_needs_nobody: 'This does not wait for a person.',
    being_checked: 'The desk was updated and is still checking this task. Try again in a minute.',
    already_answered: ({ decidedBy, outcomeLabel }: Answered) =>
      `${decidedBy} decided first: ${outcomeLabel}.`,
    step_gone: ({ tool }: { tool?: string }) =>
      tool === undefined
        ? 'The workflow no longer asks this. Tell an operator.'
        : `The agent no longer has the tool “${tool}”. Tell an operator.`,
    nobody_can_decide: 'None of these people can decide.',
    only_requester_left: 'None of these people can decide: nobody decides on their own request.',

    run_lost: 'The workflow state of this request was lost, so it cannot take a decision. Tell an operator.',
    run_changed: 'The request has changed meanwhile. Reload it.',
    run_ended: withFacts<{ runStatus: string }>('This request has already ended.'),
    run_not_failed: withFacts<{ runStatus: string }>('Only a failed request can be restarted.'),
    run_not_broken: withFacts<{ runStatus: string }>(
      'Only a request that is lost, failed, stuck or unreadable can be rebuilt.',
    ),
    run_not_rewindable: withFacts<{ runStatus: string }>(
      'A request can be rewound only while it waits, or after it has finished or failed.',
    ),
    workflow_gone: 'This workflow was removed from the code.',
    workflow_state_removed:
      'The workflow state of this request was removed by retention, so it cannot go back.',
    nothing_owed: 'There is nothing left to retry.',

    too_late_to_undo: withFacts<{ state: string }>('It’s too late to undo this: the workflow has continued.'),
    nothing_to_undo: withFacts<{ state: string }>('There is nothing to undo.'),
    not_decided: 'This has not been decided yet.',
    already_reopened: 'This decision was reopened already.',
    decided_elsewhere: 'Another program decided first, so this decision was not used.',
    decision_being_applied: 'This decision is being applied. Try again in a moment.',
    tool_call_final: 'A permission given to an agent cannot be reopened.',
    list_item_final: 'The decision on one item of a list cannot be reopened alone.',
    run_cannot_reopen: withFacts<{ runStatus: string }>('The request was cancelled, or is working now.'),
    asked_again_since: 'This was asked again since. Reopen the later decision.',

    email_taken: ({ email }: { email: string }) => `Somebody already has the email ${email}.`,
    too_many_keys: ({ max }: { max: number }) => `A person has at most ${max} keys. Revoke one first.`,
    key_changed: 'Somebody else changed this key meanwhile. Reload it.',
    too_many_webhooks: ({ max }: { max: number }) => `There are already ${max} webhooks. Delete one first.`,
    webhook_changed: withFacts<{ state?: string }>(
      'Somebody else changed this webhook meanwhile. Reload it.',
    ),
    webhook_off: withFacts<{ state: string }>('This webhook is already off.'),
    webhook_not_active: withFacts<{ state: string }>('This webhook is not active. Resume it first.'),
    delivery_under_way: withFacts<{ state: string }>('This is being sent now.'),
    no_stuck_messages: 'None of these messages is stuck any more.',
  },
  stale: {
    question_changed: withFacts<{ payloadDigest: string; task: object }>(
      'The task has changed since you opened it. Reload it.',
    ),
  },
  too_large: {
    body_too_large: ({ maxBytes }: { maxBytes: number }) => `A body has at most ${maxBytes / 1_000_000} MB.`,
    input_too_large: ({ bytes, limit }: { bytes: number; limit: number }) =>
      `The request has ${kilobytes(bytes)}, and at most ${kilobytes(limit)} are allowed. Link to long texts and files.`,
  },
  unsupported_media_type: {
    body_must_be_json: 'The body must be application/json.',
    body_must_be_form: 'The body must be a form post.',
  },
  invalid: {
    invalid_values: 'Some values are invalid.',
  },
  rate_limited: {
    too_many_requests: ({ max, window, retryAfter }: Limit) =>
      `Too many requests: at most ${max} in ${window} s. Wait ${retryAfter} s.`,
    too_many_wrong_keys: ({ max, window, retryAfter }: Limit) =>
      `Too many wrong keys from this address: at most ${max} in ${window} s. Wait ${retryAfter} s.`,
    too_many_streams: ({ max, retryAfter }: { max: number; retryAfter: number }) =>
      `Too many live pages are open: at most ${max} for one person. Close some, or wait ${retryAfter} s.`,
    server_full: ({ retryAfter }: { retryAfter: number }) =>
      `Too many live pages are open on this server. Try again in ${retryAfter} s.`,
    too_many_attempts: ({ retryAfter }: { retryAfter: number }) =>
      `Too many attempts. Try again in ${retryAfter} s.`,
  },
  unavailable: {
    desk_busy: 'The desk is busy. Try again in a moment.',
    database_away: 'The desk cannot reach its database. Try again in a moment.',
    workflow_store_away: 'The workflow store cannot be reached.',
    database_outdated: 'The database is still being migrated.',
    server_stopping: 'This server is stopping.',
  },
  internal: {
    unexpected: 'Something went wrong on our side.',
    sign_in_failed: 'Sign-in failed.',
  },
} as const;

type Answered = {
  state: string;
  decidedBy: string;
  decidedAt: string;
  outcome: string;
  outcomeLabel: string;
};

type Limit = { max: number; window: number; retryAfter: number };

const kilobytes = (bytes: number) => `${Math.round(bytes / 1024)} KB`;
