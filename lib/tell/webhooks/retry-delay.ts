const [second, minute, hour] = [1000, 60_000, 3_600_000];

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

/** After this many tries a delivery has failed, and is tried again only when somebody says so. */
export const maxTries = waits.length + 1;

/** How long to wait after a try, longer by up to a fifth by `chance`: what failed together does not come back together. */
export const retryDelayMs = (tries: number, chance = Math.random()): number =>
  Math.round((waits[tries - 1] ?? 24 * hour) * (1 + chance / 5));
