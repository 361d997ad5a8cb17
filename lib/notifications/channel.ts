import type { NotificationChannel } from '@/db/enums';

export type NoticeAction = { label: string; href: string; tone: 'success' | 'danger' | 'neutral' };

/** What a person is told, in words, whatever carries it. Addresses are absolute. Nothing sensitive is in it. */
export type Notice = {
  subject: string;
  heading: string;
  intro: string;
  /** The evidence in short, or other facts. */
  facts: { label: string; value: string }[];
  /** One link for each outcome. */
  actions: NoticeAction[];
  open: { label: string; href: string };
  /** Of a digest: what waits. */
  items: { title: string; note: string; href: string; actions: NoticeAction[] }[];
};

export type Recipient = { id: string; name: string; email: string };

/** One message to send. `id` is the same each time it is tried, `thread` for all of one run. */
export type Outgoing = { id: string; thread: string | null; to: Recipient; notice: Notice };

/** Carries notices to people: the port to mail, and to whatever else. */
export type Channel = {
  name: NotificationChannel;
  /** @throws ChannelError, or anything else for a fault of this one message */
  send(message: Outgoing): Promise<void>;
};

/** `away`: the channel itself cannot be used just now, so others need not be tried. `permanent`: it never will be taken. */
export class ChannelError extends Error {
  constructor(
    message: string,
    readonly kind: 'away' | 'permanent',
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = 'ChannelError';
  }
}

/** What kind of `ChannelError` it is; null for any other. By its name: a channel may have been made by another bundle of this process. */
export const channelFault = (error: unknown): ChannelError['kind'] | null => (error instanceof Error && error.name === 'ChannelError' && 'kind' in error ? (error as ChannelError).kind : null);
