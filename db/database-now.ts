import { sql, type Column, type SQL } from 'drizzle-orm';

/** The database's clock, in epoch ms: the one that processes with clocks of their own agree on. */
export const databaseNow = sql`cast(unixepoch('subsec') * 1000 as integer)`;

/**
 * True while something is claimed until then, by the database's clock, for at most so long (ms). A claim that
 * ends later than any can was written before that clock was set back, so it is over.
 */
export const isClaimed = (until: SQL | Column, longestMs: number): SQL =>
  sql`coalesce(${until}, 0) between ${databaseNow} and ${databaseNow} + ${longestMs}`;
