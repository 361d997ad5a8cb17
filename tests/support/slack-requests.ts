import { createHmac } from 'node:crypto';
import type { View } from './slack-blocks';
import { signingSecret, slackTeam } from './slack-server';

/** A request signed the way Slack does. */
export function signedRequest(
  payload: unknown,
  { at = new Date(), secret = signingSecret, desk = 'http://localhost:3000' } = {},
): Request {
  const body = new URLSearchParams({ payload: JSON.stringify(payload) }).toString();
  const timestamp = String(Math.floor(at.getTime() / 1000));
  const signature = `v0=${createHmac('sha256', secret).update(`v0:${timestamp}:${body}`).digest('hex')}`;
  return new Request(`${desk}/api/slack/interactions`, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      'x-slack-request-timestamp': timestamp,
      'x-slack-signature': signature,
    },
    body,
  });
}

type Button = { action_id: string; value?: string | undefined };

/** What Slack sends when a member presses a button of a message. */
export const pressOf = (
  user: string,
  { channel, ts }: { channel: string; ts: string },
  { action_id, value }: Button,
) => ({
  type: 'block_actions',
  team: { id: slackTeam },
  user: { id: user, username: 'whoever' },
  trigger_id: 'trigger.1',
  container: { type: 'message', channel_id: channel, message_ts: ts },
  actions: [{ type: 'button', block_id: 'b', action_id, ...(value !== undefined && { value }) }],
});

/** What Slack sends when a member submits a modal; `values` by block id. */
export const submissionOf = (
  user: string,
  { callback_id, private_metadata }: Pick<View, 'callback_id' | 'private_metadata'>,
  values: Record<string, object>,
) => ({
  type: 'view_submission',
  team: { id: slackTeam },
  user: { id: user, username: 'whoever' },
  view: {
    id: 'V1',
    type: 'modal',
    callback_id,
    private_metadata,
    state: { values: Object.fromEntries(Object.entries(values).map(([block, value]) => [block, { value }])) },
  },
});
