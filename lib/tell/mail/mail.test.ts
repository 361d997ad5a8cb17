import { mkdtemp, rm } from 'node:fs/promises';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { Notice, Outgoing } from '@/lib/tell/messages/channel';
import { smtpServer } from '@/tests/support/smtp';
import { mailChannel } from './mail-channel';
import { listKeptMail } from './mail-folder';
import { renderNotice } from './render-notice';

const appUrl = 'https://desk.example.com';
const notice: Notice = {
  subject: 'Approve €240 <script>alert(1)</script>\r\nBcc: all@example.com',
  heading: 'Approve €240 <script>alert(1)</script>',
  intro: 'Ana Ruiz asks for your answer.',
  evidence: { lines: [{ label: 'Purpose', value: 'Train to <b>Lyon</b>', whole: true }], complete: true },
  facts: [],
  actions: [
    { outcome: 'approve', label: 'Approve', href: `${appUrl}/links/aaa`, tone: 'success' },
    { outcome: 'reject', label: 'Reject', href: `${appUrl}/links/bbb`, tone: 'danger' },
  ],
  open: { label: 'Open the task', href: `${appUrl}/tasks/task_1` },
  items: [],
};
const message: Outgoing = {
  id: 'task:task_1:usr_1:mail',
  kind: 'task',
  thread: 'run-1',
  to: { id: 'usr_1', name: 'Mia, "the" Chen\r\n', email: 'mia@example.com' },
  notice,
  question: null,
};
const from = 'Countersign <desk@example.com>';

const smtp = async () => {
  const server = await smtpServer();
  onTestFinished(server.close);
  const channel = mailChannel({ mail: { kind: 'smtp', url: server.url, from }, appUrl });
  return { server, channel: channel! };
};

describe('a mail', () => {
  test('has HTML and text, a link per outcome and one to the task, and escapes what people wrote', async () => {
    const { html, text } = await renderNotice(notice, appUrl);
    for (const { href } of [...notice.actions, notice.open])
      for (const part of [html, text]) expect(part.split(href)).toHaveLength(2);
    expect(html).not.toMatch(/<script|<b>Lyon/);
    expect(html).toContain('prefers-color-scheme: dark');
    expect(html).not.toMatch(/src="http|@import|<link/);
    for (const word of ['Train to <b>Lyon</b>', 'Purpose', 'Approve', 'Reject', 'Do not forward'])
      expect(text).toContain(word);
  });

  test('with more evidence than fits has only the link to the task', async () => {
    const long = { label: 'Command', value: `echo ${'x '.repeat(7_000)}&& rm -rf /`, whole: true };
    const { server, channel } = await smtp();
    await channel.send({ ...message, notice: { ...notice, evidence: { lines: [long], complete: true } } });
    const { html = '', text = '' } = server.mails[0]!;
    for (const part of [html, text]) {
      expect(part).not.toContain('/links/');
      expect(part).not.toContain('rm -rf');
      expect(part).toContain('Open to decide');
      expect(part).toContain('There is more than this message can show.');
      expect(part).not.toContain('Do not forward');
    }
  });

  test('indents the lines of a text, so that none looks like another fact', async () => {
    const value = 'Train\nAsked by: The board\u2028Amount: €1';
    const evidence = { lines: [{ label: 'Purpose', value, whole: true }], complete: true };
    const { text, html } = await renderNotice({ ...notice, evidence }, appUrl);
    expect(text).toContain('Purpose: Train\n    Asked by: The board\n    Amount: €1');
    expect(text.split('\n')).not.toContain('Asked by: The board');
    expect(html).toContain('white-space:pre-wrap');
  });

  test('reaches a real server with correct headers, and the same Message-ID when sent twice', async () => {
    const { server, channel } = await smtp();
    await channel.send(message);
    await channel.send(message);
    expect(server.mails).toHaveLength(2);
    const [mail, again] = server.mails;
    expect(mail).toMatchObject({
      recipients: ['mia@example.com'],
      from: { address: 'desk@example.com', name: 'Countersign' },
      subject: 'Approve €240 <script>alert(1)</script> Bcc: all@example.com',
    });
    expect(mail!.to).toEqual([{ name: 'Mia, "the" Chen', address: 'mia@example.com' }]);
    expect(mail!.messageId).toMatch(/^<[0-9a-f]{40}@desk\.example\.com>$/);
    expect(again!.messageId).toBe(mail!.messageId);
    expect(mail!.references).toBe('<run.run-1@desk.example.com>');
    expect(mail!.headers).toContainEqual(
      expect.objectContaining({ key: 'auto-submitted', value: 'auto-generated' }),
    );
    expect(mail!.bcc).toBeUndefined();
  });

  test('distinguishes permanent and temporary refusals, and a server that is away or silent', async () => {
    const { server, channel } = await smtp();
    server.refuse = { code: 550, text: 'no such mailbox' };
    await expect(channel.send(message)).rejects.toMatchObject({
      name: 'ChannelError',
      kind: 'permanent',
      message: expect.stringContaining('no such mailbox'),
    });
    server.refuse = { code: 451, text: 'come again later' };
    await expect(channel.send(message)).rejects.toMatchObject({
      message: expect.stringContaining('come again later'),
    });
    await expect(channel.send(message)).rejects.not.toMatchObject({ kind: 'permanent' });
    await server.close();
    await expect(channel.send(message)).rejects.toMatchObject({ kind: 'away' });
    const gone = createServer((socket) => socket.destroy()).listen(0, '127.0.0.1');
    await once(gone, 'listening');
    onTestFinished(() => void gone.close());
    const broken = mailChannel({
      mail: { kind: 'smtp', url: `smtp://127.0.0.1:${(gone.address() as AddressInfo).port}`, from },
      appUrl,
    });
    await expect(broken!.send(message)).rejects.toMatchObject({ kind: 'away' });
  });

  test('is stored in a folder for its recipient without a server; with neither there is no channel', async () => {
    const dir = await mkdtemp(path.join(os.tmpdir(), 'countersign-mail-'));
    onTestFinished(() => rm(dir, { recursive: true }));
    const mails = path.join(dir, 'mail');
    expect(await listKeptMail(mails, 'mia@example.com')).toEqual([]);
    await mailChannel({ mail: { kind: 'folder', dir: mails, from }, appUrl })!.send(message);
    expect(await listKeptMail(mails, 'mia@example.com')).toMatchObject([
      { to: 'mia@example.com', from, text: expect.stringContaining('Train to') },
    ]);
    expect(await listKeptMail(mails, 'other@example.com')).toEqual([]);
    expect(mailChannel({ mail: { kind: 'none' }, appUrl })).toBeNull();
  });
});
