import { database } from '@/lib/base/database';
import { systemClock } from '@/lib/base/clock';
import { env } from '@/lib/base/env';
import { unauthenticated } from '@/lib/base/errors';
import { afterResponse } from '@/lib/api/http/after-response';
import { drainAfter } from '@/lib/api/http/drain-after';
import { readBody } from '@/lib/api/http/read-body';
import { route } from '@/lib/api/http/route';
import { engine } from '@/lib/mastra';
import type { SlackDesk } from '@/lib/tell/slack/decide-in-slack';
import { deskSlack } from '@/lib/tell/slack/desk-slack';
import { press, submit, type Recorded } from '@/lib/tell/slack/interact';
import { readInteraction } from '@/lib/tell/slack/interaction';
import { isSignedBySlack } from '@/lib/tell/slack/signature';

/** Seconds, on a serverless host: the run is driven after the response. */
export const maxDuration = 300;

async function drive({ ctx, receipt: { task } }: Recorded): Promise<void> {
  await drainAfter(ctx, [{ runId: task.runId }], 0);
}

/** Buttons and modals in Slack. Slack's signature authenticates the request, and Slack says who acts. */
export const POST = route(async (request: Request) => {
  const { slack: config, appUrl } = env();
  const slack = deskSlack();
  const body = await readBody(request);
  if (!config || !slack || !isSignedBySlack(config.signingSecret, request.headers, body, systemClock.now()))
    throw unauthenticated('slack_signature_wrong');
  const interaction = readInteraction(body);
  if (!interaction) return new Response('');
  const desk: SlackDesk = { db: database(), engine: await engine(), clock: systemClock, slack, appUrl };
  if (interaction.type === 'block_actions') {
    afterResponse(async () => {
      const recorded = await press(desk, interaction);
      if (recorded) await drive(recorded);
    });
    return new Response('');
  }
  const { body: answer, recorded, rest } = await submit(desk, interaction);
  if (recorded) await drive(recorded);
  afterResponse(rest);
  return answer ? Response.json(answer) : new Response('');
});
