import { onTestFinished } from 'vitest';
import { openSlackServer, type Member } from './slack-server';

export * from './slack-requests';
export {
  botToken,
  signingSecret,
  type Fault,
  type Member,
  type Posted,
  type SlackServer,
} from './slack-server';

/** The same, closed with the test. */
export async function slackServer(members: Member[]) {
  const server = await openSlackServer(members);
  onTestFinished(server.close);
  return server;
}
