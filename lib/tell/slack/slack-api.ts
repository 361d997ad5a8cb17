import {
  ErrorCode,
  LogLevel,
  WebClient,
  type CodedError,
  type KnownBlock,
  type ModalView,
} from '@slack/web-api';
import { z } from 'zod';
import type { SlackConfig } from '@/lib/base/env';
import { log } from '@/lib/base/log';

/**
 * `away`: Slack is unavailable, or the app may not use it now. `permanent`: this call will never be accepted.
 */
export class SlackError extends Error {
  constructor(
    message: string,
    readonly kind: 'away' | 'permanent',
    /** The wait that Slack asks for, in milliseconds. */
    readonly retryAfterMs: number | null,
    options?: ErrorOptions,
    /** Slack's error code, such as `message_not_found`; null when Slack gave none. */
    readonly word: string | null = null,
  ) {
    super(message, options);
    this.name = 'SlackError';
  }
}

/** A message's channel and timestamp. */
export type MessagePlace = { channel: string; ts: string };
export type SlackMessage = { text: string; blocks: KnownBlock[] };

const slackUser = z.object({
  id: z.string(),
  team_id: z.string().optional(),
  deleted: z.boolean().optional(),
  is_bot: z.boolean().optional(),
  is_stranger: z.boolean().optional(),
  is_email_confirmed: z.boolean().optional(),
  enterprise_user: z.object({ enterprise_id: z.string().optional() }).optional(),
  profile: z.object({ email: z.string().optional() }),
});
export type SlackUser = z.infer<typeof slackUser>;

const workspace = z.object({ team_id: z.string(), enterprise_id: z.string().nullish() });
export type Workspace = z.infer<typeof workspace>;

const place = z.object({ channel: z.string(), ts: z.string() });

/** Errors of a single call; any other refusal would apply to every call. */
const permanent = new Set([
  'channel_not_found',
  'user_not_found',
  'user_not_visible',
  'user_disabled',
  'cannot_dm_bot',
  'not_in_channel',
  'is_archived',
  'msg_too_long',
  'msg_blocks_too_long',
  'invalid_blocks',
  'invalid_blocks_format',
  'invalid_arguments',
  'messages_tab_disabled',
  'message_not_found',
  'cant_update_message',
  'edit_window_closed',
  'restricted_action',
  'no_text',
  'expired_trigger_id',
  'exchanged_trigger_id',
  'invalid_trigger_id',
]);

function hasCode(error: unknown): error is CodedError {
  return (
    error instanceof Error &&
    'code' in error &&
    typeof error.code === 'string' &&
    error.code.startsWith('slack_webapi_')
  );
}

/**
 * Slack's error code; null when there is none. For a response that is not JSON, Slack's client puts its text
 * there.
 */
function wordOf(error: unknown): string | null {
  const parsed = z
    .object({
      code: z.literal(ErrorCode.PlatformError),
      data: z.object({ error: z.string().regex(/^\w{1,100}$/) }),
    })
    .safeParse(error);
  return parsed.success ? parsed.data.data.error : null;
}

function slackError(method: string, error: unknown): unknown {
  const word = wordOf(error);
  const unreadable =
    error instanceof z.ZodError ||
    (hasCode(error) && error.code === ErrorCode.PlatformError && word === null);
  if (unreadable)
    return new SlackError(`Slack’s ${method}: its answer cannot be read`, 'away', null, { cause: error });
  if (!hasCode(error)) return error;
  const limited = z
    .object({ code: z.literal(ErrorCode.RateLimitedError), retryAfter: z.number() })
    .safeParse(error);
  const retryAfterMs = limited.success ? limited.data.retryAfter * 1000 : null;
  return new SlackError(
    `Slack’s ${method}: ${word ?? error.message}`,
    word !== null && permanent.has(word) ? 'permanent' : 'away',
    retryAfterMs,
    { cause: error },
    word,
  );
}

const logger = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: (...words: unknown[]) => log.debug('Slack’s client', { words: words.map(String).join(' ') }),
  setLevel: () => undefined,
  getLevel: () => LogLevel.ERROR,
  setName: () => undefined,
};

/**
 * The calls of Slack's Web API that the desk needs. Nothing is retried here: callers queue what may wait.
 * Every call ends within `timeoutMs`.
 */
export function openSlack({ botToken, apiUrl }: Pick<SlackConfig, 'botToken' | 'apiUrl'>, timeoutMs = 8_000) {
  const client = new WebClient(botToken, {
    slackApiUrl: apiUrl,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    timeout: timeoutMs,
    allowAbsoluteUrls: false,
    logger,
    logLevel: LogLevel.ERROR,
  });
  const call = async <T>(method: string, work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (error) {
      throw slackError(method, error);
    }
  };
  let known: Workspace | undefined;
  return {
    /** The token's workspace, which never changes. */
    workspace: async (): Promise<Workspace> =>
      (known ??= await call('auth.test', async () => workspace.parse(await client.auth.test()))),
    user: (id: string): Promise<SlackUser> =>
      call('users.info', async () => slackUser.parse((await client.users.info({ user: id })).user)),
    /** The member with this mail address; null when there is none. */
    userByEmail: (email: string): Promise<SlackUser | null> =>
      call('users.lookupByEmail', async () => {
        try {
          return slackUser.parse((await client.users.lookupByEmail({ email })).user);
        } catch (error) {
          if (wordOf(error) === 'users_not_found') return null;
          throw error;
        }
      }),
    post: (channel: string, message: SlackMessage): Promise<MessagePlace> =>
      call('chat.postMessage', async () =>
        place.parse(
          await client.apiCall('chat.postMessage', {
            channel,
            ...message,
            unfurl_links: false,
            unfurl_media: false,
          }),
        ),
      ),
    update: (at: MessagePlace, message: SlackMessage): Promise<void> =>
      call('chat.update', async () => void (await client.chat.update({ ...at, ...message }))),
    /** Shows a message to one person only. */
    whisper: (channel: string, user: string, text: string): Promise<void> =>
      call('chat.postEphemeral', async () => void (await client.chat.postEphemeral({ channel, user, text }))),
    openView: (triggerId: string, view: ModalView): Promise<void> =>
      call('views.open', async () => void (await client.views.open({ trigger_id: triggerId, view }))),
  };
}

export type SlackApi = ReturnType<typeof openSlack>;
