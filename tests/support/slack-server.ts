import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { z } from 'zod';
import { messageBlocks, modalView, type MessageBlocks, type View } from './slack-blocks';

export const botToken = 'xoxb-tests-only';
export const signingSecret = 'a-signing-secret-of-tests';
export const slackTeam = 'T0000DESK';

export type Member = {
  id: string;
  email: string | null;
  team?: string;
  deleted?: boolean;
  bot?: boolean;
  stranger?: boolean;
  confirmed?: boolean;
};
export type Posted = { channel: string; ts: string; text: string; blocks: MessageBlocks; edits: number };

/**
 * The fault the next call gets: a rate limit, a Slack error, a status, other content, or a broken connection.
 */
export type Fault =
  | { limitedFor: number | string }
  | { error: string }
  | { status: number }
  | { answer: string }
  | 'broken';

const content = { text: z.string().min(1).max(40_000), blocks: messageBlocks };
const methods = {
  'auth.test': z.strictObject({}),
  'users.info': z.strictObject({ user: z.string() }),
  'users.lookupByEmail': z.strictObject({ email: z.email() }),
  'chat.postMessage': z.strictObject({
    channel: z.string(),
    ...content,
    unfurl_links: z.literal('false'),
    unfurl_media: z.literal('false'),
  }),
  'chat.update': z.strictObject({ channel: z.string(), ts: z.string(), ...content }),
  'chat.postEphemeral': z.strictObject({
    channel: z.string(),
    user: z.string(),
    text: z.string().min(1).max(40_000),
  }),
  'views.open': z.strictObject({ trigger_id: z.string(), view: modalView }),
};
type Method = keyof typeof methods;

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}

/** Slack takes arguments as a form, with anything but text as JSON. */
const argumentsOf = (body: string) =>
  Object.fromEntries(
    [...new URLSearchParams(body)].map(([name, value]) => [
      name,
      name === 'blocks' || name === 'view' ? JSON.parse(value) : value,
    ]),
  );

const userOf = ({
  id,
  email,
  team: own = slackTeam,
  deleted = false,
  bot = false,
  stranger,
  confirmed = true,
}: Member) => ({
  id,
  team_id: own,
  deleted,
  is_bot: bot,
  is_email_confirmed: confirmed,
  ...(stranger && { is_stranger: true }),
  profile: { ...(email !== null && { email }) },
});

/**
 * Slack's HTTP API as far as the desk uses it: checks token, method, arguments and block limits like Slack,
 * records what was sent, and can fail like Slack.
 */
export async function openSlackServer(members: Member[]) {
  const calls: { method: string; args: Record<string, unknown> }[] = [];
  const complaints: string[] = [];
  const messages: Posted[] = [];
  const whispers: { channel: string; user: string; text: string }[] = [];
  const views: { trigger: string; view: View }[] = [];
  const alerts: string[] = [];
  const faults: Fault[] = [];
  /** Faults for one method only. */
  const own = new Map<string, Fault[]>();
  const faultsOf = (method: Method): Fault[] => own.get(method) ?? own.set(method, []).get(method)!;
  /** Something to happen once during a call of this method. */
  const happenings = new Map<string, () => Promise<unknown>>();
  const during = (method: Method, work: () => Promise<unknown>) => void happenings.set(method, work);
  const found = (member: Member | undefined) =>
    member ? { ok: true, user: userOf(member) } : { ok: false, error: 'user_not_found' };

  const answers: { [M in Method]: (args: z.infer<(typeof methods)[M]>) => object } = {
    'auth.test': () => ({ ok: true, team_id: slackTeam, user_id: 'U0BOT' }),
    'users.info': ({ user }) => found(members.find(({ id }) => id === user)),
    'users.lookupByEmail': ({ email }) => {
      const member = members.find((one) => one.email?.toLowerCase() === email.toLowerCase() && !one.deleted);
      return member ? found(member) : { ok: false, error: 'users_not_found' };
    },
    'chat.postMessage': ({ channel, text, blocks }) => {
      if (!members.some(({ id }) => id === channel)) return { ok: false, error: 'channel_not_found' };
      const message = {
        channel: `D${channel.slice(1)}`,
        ts: `17000000${messages.length}.000100`,
        text,
        blocks,
        edits: 0,
      };
      messages.push(message);
      return { ok: true, channel: message.channel, ts: message.ts };
    },
    'chat.update': ({ channel, ts, text, blocks }) => {
      const message = messages.find((one) => one.channel === channel && one.ts === ts);
      if (!message) return { ok: false, error: 'message_not_found' };
      Object.assign(message, { text, blocks, edits: message.edits + 1 });
      return { ok: true, channel, ts };
    },
    'chat.postEphemeral': (args) => (whispers.push(args), { ok: true, message_ts: '1.2' }),
    'views.open': ({ trigger_id, view }) => (
      views.push({ trigger: trigger_id, view }),
      { ok: true, view: { id: 'V1' } }
    ),
  };

  function answer<M extends Method>(method: M, args: object): object {
    const parsed = methods[method].safeParse(args);
    if (!parsed.success) {
      complaints.push(`${method}: ${z.prettifyError(parsed.error)}`);
      return { ok: false, error: 'invalid_arguments' };
    }
    calls.push({ method, args: parsed.data });
    return answers[method](parsed.data as z.infer<(typeof methods)[M]>);
  }

  function failing(method: string, response: ServerResponse): boolean {
    const fault = faults.shift() ?? own.get(method)?.shift();
    if (!fault) return false;
    if (fault === 'broken') response.destroy();
    else if ('limitedFor' in fault)
      response.writeHead(429, { 'retry-after': String(fault.limitedFor) }).end();
    else if ('status' in fault) response.writeHead(fault.status).end('trouble');
    else if ('answer' in fault)
      response.writeHead(200, { 'content-type': 'application/json' }).end(fault.answer);
    else
      response
        .writeHead(200, { 'content-type': 'application/json' })
        .end(JSON.stringify({ ok: false, error: fault.error }));
    return true;
  }

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await bodyOf(request);
    const method = (request.url ?? '').replace('/api/', '');
    if (failing(method, response)) return;
    const happening = happenings.get(method);
    happenings.delete(method);
    await happening?.();
    if (request.url === '/services/alerts') {
      alerts.push(z.strictObject({ text: z.string().min(1) }).parse(JSON.parse(body)).text);
      response.end('ok');
      return;
    }
    const told =
      request.headers.authorization !== `Bearer ${botToken}`
        ? { ok: false, error: 'invalid_auth' }
        : Object.hasOwn(methods, method)
          ? answer(method as Method, argumentsOf(body))
          : (complaints.push(`unknown method ${method}`), { ok: false, error: 'unknown_method' });
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(told));
  }

  const server = createServer(
    (request, response) =>
      void serve(request, response).catch(
        (error: unknown) => (complaints.push(String(error)), response.destroy()),
      ),
  );
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const close = () => new Promise<void>((done) => (server.closeAllConnections(), server.close(() => done())));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    apiUrl: `${origin}/api/`,
    alertUrl: `${origin}/services/alerts`,
    members,
    calls,
    complaints,
    messages,
    whispers,
    views,
    alerts,
    faults,
    faultsOf,
    during,
    close,
  };
}

export type SlackServer = Awaited<ReturnType<typeof openSlackServer>>;
