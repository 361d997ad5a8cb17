import { createHash } from 'node:crypto';
import { createTransport } from 'nodemailer';
import type { Env, MailConfig } from '@/lib/base/env';
import { ChannelError, type Channel, type Outgoing } from '@/lib/tell/messages/channel';
import { keepMail } from './mail-folder';
import { renderNotice } from './render-notice';

type Sender = (mail: { messageId: string; message: Outgoing; html: string; text: string }) => Promise<void>;

const oneLine = (text: string) => text.replaceAll(/[\p{Cc}\s]+/gu, ' ').trim();

/**
 * A server's answer to one mail: 5yz is permanent (RFC 5321), 4yz temporary. Anything else is a fault of the
 * server.
 */
function channelError(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const { code, responseCode } = error as Error & { code?: string; responseCode?: number };
  if (code !== 'EENVELOPE' && code !== 'EMESSAGE')
    return new ChannelError(error.message, 'away', { cause: error });
  return responseCode !== undefined && responseCode < 500
    ? error
    : new ChannelError(error.message, 'permanent', { cause: error });
}

function bySmtp({ url, from }: Extract<MailConfig, { kind: 'smtp' }>, domain: string): Sender {
  const timeouts = {
    connectionTimeout: 8_000,
    greetingTimeout: 8_000,
    socketTimeout: 20_000,
    dnsTimeout: 8_000,
  };
  const transport = createTransport({ url, ...timeouts, disableFileAccess: true, disableUrlAccess: true });
  return async ({ messageId, message: { thread, to, notice }, html, text }) => {
    const about = thread === null ? {} : { references: `<run.${thread}@${domain}>` };
    const mail = {
      from,
      to: { name: oneLine(to.name), address: to.email },
      subject: oneLine(notice.subject),
      html,
      text,
      messageId,
      ...about,
      headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' },
    };
    try {
      await transport.sendMail(mail);
    } catch (error) {
      throw channelError(error);
    }
  };
}

function intoFolder({ dir, from }: Extract<MailConfig, { kind: 'folder' }>): Sender {
  return ({ messageId, message: { to, notice }, html, text }) =>
    keepMail(dir, {
      id: messageId,
      at: new Date().toISOString(),
      from,
      to: to.email,
      subject: oneLine(notice.subject),
      text,
      html,
    });
}

function senderOf(mail: MailConfig, domain: string): Sender | null {
  switch (mail.kind) {
    case 'smtp':
      return bySmtp(mail, domain);
    case 'folder':
      return intoFolder(mail);
    case 'none':
      return null;
  }
}

/**
 * Mail as a channel; null when not configured. The Message-ID comes from the message's id, so that mail sent
 * twice can be recognised.
 */
export function mailChannel({ mail, appUrl }: Pick<Env, 'mail' | 'appUrl'>): Channel | null {
  const domain = new URL(appUrl).hostname;
  const send = senderOf(mail, domain);
  if (!send) return null;
  return {
    name: 'mail',
    send: async (message) => {
      const messageId = `<${createHash('sha256').update(message.id).digest('hex').slice(0, 40)}@${domain}>`;
      await send({ messageId, message, ...(await renderNotice(message.notice, appUrl)) });
    },
  };
}
