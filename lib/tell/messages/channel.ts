import type { MessageKind, NotificationChannel } from '@/db/enums';
import type { StoredPolicy } from '@/db/schema/policy';
import type { TaskDetail } from '@/lib/desk/tasks/types';
import type { Evidence } from './evidence-lines';

/** A link that answers with one outcome of a task, by its id. */
export type NoticeAction = {
  outcome: string;
  label: string;
  href: string;
  tone: 'success' | 'danger' | 'neutral';
};

/** What a person is told, in words, whatever carries it. Addresses are absolute. Nothing sensitive is in it. */
export type Notice = {
  subject: string;
  heading: string;
  intro: string;
  /** What a question is about, whole; each channel shows what it has room for (shown-in.ts). Null when nothing is asked. */
  evidence: Evidence | null;
  /** Who asks, the workflow, the due time, or what else there is to know. */
  facts: { label: string; value: string }[];
  /** One link for each outcome, for channels that show the whole evidence. */
  actions: NoticeAction[];
  open: { label: string; href: string };
  /** Of a digest: what waits, each with the way to its page. */
  items: { title: string; note: string; href: string }[];
  /** Why it comes where nobody chose to get it; else it is by what the person chose in Settings. */
  why?: string;
};

export type Recipient = { id: string; name: string; email: string };

/** What a notice asks its person, who may answer it, for a channel that takes answers itself. */
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

/** Carries notices to people: the port to mail, and to whatever else. */
export type Channel = {
  name: NotificationChannel;
  /** @throws ChannelError, or anything else for a fault of this one message */
  send(message: Outgoing): Promise<void>;
  /** Makes what it sent earlier say what has come of it, where it can. @returns whether the channel is there */
  refresh?(): Promise<boolean>;
};

/**
 * `away`: the channel itself cannot be used just now, so others need not be tried. `permanent`: it never will be taken.
 * `nobody`: it does not reach this person, which is no fault: left out.
 */
export class ChannelError extends Error {
  constructor(
    message: string,
    readonly kind: 'away' | 'permanent' | 'nobody',
    options?: ErrorOptions,
    /** When the channel wants to be asked again, in milliseconds. */
    readonly retryAfterMs: number | null = null,
  ) {
    super(message, options);
    this.name = 'ChannelError';
  }
}

/** It as a `ChannelError`; null for any other. By its name: a channel may have been made by another bundle of this process. */
export const channelError = (error: unknown): ChannelError | null =>
  error instanceof Error && error.name === 'ChannelError' && 'kind' in error ? (error as ChannelError) : null;
