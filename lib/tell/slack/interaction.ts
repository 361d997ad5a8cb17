import { z } from 'zod';

const place = z.object({ channel_id: z.string(), message_ts: z.string() });

const givenValue = z.object({
  value: z.string().nullish(),
  selected_date: z.string().nullish(),
  selected_option: z.object({ value: z.string() }).nullish(),
  selected_options: z.array(z.object({ value: z.string() })).nullish(),
});
/** The value of one field of a submitted modal. */
export type GivenValue = z.infer<typeof givenValue>;

const user = z.object({ id: z.string() });

const pressed = z.object({
  type: z.literal('block_actions'),
  user,
  trigger_id: z.string(),
  container: z.looseObject({}).pipe(place.partial()),
  actions: z.array(z.object({ action_id: z.string(), value: z.string().optional() })).min(1),
});

const submitted = z.object({
  type: z.literal('view_submission'),
  user,
  view: z.object({
    callback_id: z.string(),
    private_metadata: z.string(),
    state: z.object({ values: z.record(z.string(), z.record(z.string(), givenValue)) }),
  }),
});

export type Pressed = z.infer<typeof pressed>;
export type Submitted = z.infer<typeof submitted>;

/**
 * Reads what Slack sent: a button press or a submitted modal. Null for anything else, which is only
 * acknowledged.
 * https://docs.slack.dev/interactivity/handling-user-interaction
 */
export function readInteraction(body: Uint8Array): Pressed | Submitted | null {
  const payload = new URLSearchParams(new TextDecoder().decode(body)).get('payload');
  if (payload === null) return null;
  try {
    return z.union([pressed, submitted]).safeParse(JSON.parse(payload)).data ?? null;
  } catch {
    return null;
  }
}
