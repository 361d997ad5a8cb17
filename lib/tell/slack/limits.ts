import { cutText } from '@/lib/base/readable/cut';
import { readable } from '@/lib/base/readable/readable';

/**
 * Slack's limits, in characters.
 * https://docs.slack.dev/reference/block-kit/blocks
 */
export const slackLimits = {
  header: 150,
  section: 3000,
  /** All blocks as JSON: below what Slack is known to accept. */
  blocks: 12_000,
  button: 75,
  modalTitle: 24,
  modalButton: 24,
  label: 2000,
  hint: 2000,
  placeholder: 150,
  input: 3000,
  option: 75,
  options: 100,
  confirmTitle: 100,
  confirmText: 300,
  confirmButton: 30,
} as const;

/**
 * A text made safe to read, at most `most` characters, on one line unless `lines`. Never empty, which Slack
 * refuses.
 */
export function withinLimits(text: string, most: number, { lines = false } = {}): string {
  const whole = readable(lines ? text : text.replaceAll(/\s+/g, ' ')).trim() || '–';
  return cutText(whole, most);
}

/**
 * Escapes text where Slack interprets mentions and links.
 * https://docs.slack.dev/messaging/formatting-message-text#escaping
 */
export const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

export const plain = (text: string, most: number, options?: { lines: boolean }) => ({
  type: 'plain_text' as const,
  text: withinLimits(text, most, options),
  emoji: false,
});
