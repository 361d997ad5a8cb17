import { once } from 'node:events';
import { buffer } from 'node:stream/consumers';
import type { Readable } from 'node:stream';
import { callbackify } from 'node:util';
import type { AddressInfo } from 'node:net';
import PostalMime, { type Email } from 'postal-mime';
import { SMTPServer, type SMTPServerSession } from 'smtp-server';

export type ReceivedMail = Email & { recipients: string[] };

/**
 * A real SMTP server on a free port that keeps what it receives. `refuse`: the reply to give instead of
 * accepting mail.
 */
export async function smtpServer(): Promise<{
  url: string;
  port: number;
  mails: ReceivedMail[];
  refuse: { code: number; text: string } | null;
  close: () => Promise<void>;
}> {
  const state = { mails: [] as ReceivedMail[], refuse: null as { code: number; text: string } | null };
  const receive = async (stream: Readable, { envelope }: SMTPServerSession): Promise<void> => {
    const mail = await PostalMime.parse(await buffer(stream));
    state.mails.push({ ...mail, recipients: envelope.rcptTo.map(({ address }) => address) });
  };
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['AUTH', 'STARTTLS'],
    onRcptTo: (_address, _session, done) =>
      done(
        state.refuse
          ? Object.assign(new Error(state.refuse.text), { responseCode: state.refuse.code })
          : null,
      ),
    onData: callbackify(receive),
  });
  const listening = server.listen(0, '127.0.0.1');
  await once(listening, 'listening');
  const { port } = listening.address() as AddressInfo;
  return Object.assign(state, {
    url: `smtp://127.0.0.1:${port}`,
    port,
    close: () => new Promise<void>((resolve) => server.close(() => resolve())),
  });
}
