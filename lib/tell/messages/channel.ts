import type { MessageKind, NotificationChannel } from '@/db/enums';
import type { StoredPolicy } from '@/db/schema/policy';
import type { TaskDetail } from '@/lib/desk/tasks/types';
import type { Evidence } from './evidence-lines';

/** A link that answers with one outcome of a task, by outcome id. */
export type NoticeAction = {
  outcome: string;
  label: string;
  href: string;
  tone: 'success' | 'danger' | 'neutral';
};

/** The content of a message, for any channel. Addresses are absolute. It contains nothing sensitive. */
export type Notice = {
  subject: string;
  heading: string;
  intro: string;
  /** The complete evidence; each channel shows what fits (shown-in.ts). Null when nothing is asked. */
  evidence: Evidence | null;
  /** Requester, workflow, due time and similar facts. */
  facts: { label: string; value: string }[];
  /** One link for each outcome, for channels that show the whole evidence. */
  actions: NoticeAction[];
  open: { label: string; href: string };
  /** For a digest: the waiting tasks, each with the link to its page. */
  items: { title: string; note: string; href: string }[];
  /** Why the person gets it, for messages that Settings cannot switch off. */
  why?: string;
};

export type Recipient = { id: string; name: string; email: string };

/** The question of a notice whose recipient may answer, for a channel that takes answers itself. */
export type Question = { task: TaskDetail; policy: Pick<StoredPolicy, 'links'> };

/** One message to send. `id` is the same each time it is tried, `thread` for all of one run. */
export type Outgoing = {
  id: string;
  kind: MessageKind;
  thread: string | null;
  to: Recipient;
  notice: Notice;
  question: Question | null;
};

/** Delivers notices to people: the port for mail, Slack and other channels. */
export type Channel = {
  name: NotificationChannel;
  /** @throws ChannelError, or anything else for a fault of this one message */
  send(message: Outgoing): Promise<void>;
  /**
   * Updates messages sent earlier, where the channel can.
   * @returns whether the channel is available
   */
  refresh?(): Promise<boolean>;
};

/**
 * `away`: the channel is unavailable, so other messages need not be tried. `permanent`: this message will
 * never be accepted. `nobody`: the channel cannot reach this person, which is not a fault; the message is
 * skipped.
 */
export class ChannelError extends Error {
  constructor(
    message: string,
    readonly kind: 'away' | 'permanent' | 'nobody',
    options?: ErrorOptions,
    /** How long the channel asks to wait, in milliseconds. */
    readonly retryAfterMs: number | null = null,
  ) {
    super(message, options);
    this.name = 'ChannelError';
  }
}

/**
 * The error as a `ChannelError`, else null. Compared by name, since another bundle of this process may have
 * created the channel.
 */
export const channelError = (error: unknown): ChannelError | null =>
  error instanceof Error && error.name === 'ChannelError' && 'kind' in error ? (error as ChannelError) : null;
