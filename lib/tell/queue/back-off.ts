const [second, minute, hour] = [1000, 60_000, 3_600_000];

/** How often to try, and the waits in between, in milliseconds. */
export type BackOff = {
  /** The wait after so many tries; `chance` (0 to 1) spreads items that failed together. */
  waitMs: (tries: number, chance: number) => number;
  /** The longest possible wait, whatever the other side asks for. */
  longestMs: number;
  /** After so many tries it is left to an operator. */
  triesAtMost: number;
};

const firstMs = 15 * second;

/**
 * Doubles from 15 s to an hour, minus up to a quarter at random: covers about half a day without a mail
 * server.
 */
export const messageBackOff: BackOff = {
  waitMs: (tries, chance) => Math.round(Math.min(firstMs * 2 ** (tries - 1), hour) * (1 - chance / 4)),
  longestMs: hour,
  triesAtMost: 20,
};

/** The same, without a last try. */
export const updateBackOff: BackOff = { ...messageBackOff, triesAtMost: Infinity };

/** The waits between tries that Standard Webhooks recommends: ten tries within about three days. */
const waits = [
  5 * second,
  5 * minute,
  30 * minute,
  2 * hour,
  5 * hour,
  10 * hour,
  14 * hour,
  20 * hour,
  24 * hour,
];

/** Those waits, up to a fifth longer at random. */
export const webhookBackOff: BackOff = {
  waitMs: (tries, chance) => Math.round((waits[tries - 1] ?? 24 * hour) * (1 + chance / 5)),
  longestMs: 29 * hour,
  triesAtMost: waits.length + 1,
};

/** How a try failed: permanently, or with a requested wait in milliseconds. */
export type Fault = { permanent?: boolean; retryAfterMs?: number | null };

/** The wait after a failed try, at least as long as the other side asks for; or that it is given up. */
export function afterFailure(
  { waitMs, longestMs, triesAtMost }: BackOff,
  tries: number,
  { permanent = false, retryAfterMs = null }: Fault,
  chance = Math.random(),
): number | 'given up' {
  if (permanent || tries >= triesAtMost) return 'given up';
  return Math.min(Math.max(waitMs(tries, chance), retryAfterMs ?? 0), longestMs);
}
