import { sql, type SQL } from 'drizzle-orm';
import { priorities } from '../enums';

/*
 * What lists of tasks sort by, as SQL on a row that has these columns: always a number, so that a cursor is one number and
 * an id. Indexes and queries share these texts, as SQLite serves an expression from an index only when both agree.
 * drizzle-kit takes a comma for the end of an indexed column, so there is none.
 */

/** Later than any date, in epoch milliseconds, so that tasks without a due time come last. */
const never = 8_640_000_000_000_000;
/** More than any time in epoch milliseconds, so that the rank counts before the age. */
const rankStep = 100_000_000_000_000;

const ranks = priorities.toReversed().map((name, rank) => `when '${name}' then ${rank * rankStep}`);

/** The earliest due first. `of` is the row's alias with its dot. */
export const dueOrder = (of = ''): SQL<number> =>
  sql.raw(`(case when ${of}due_at is null then ${never} else ${of}due_at end)`) as SQL<number>;

/** The most urgent first, then the oldest. */
export const priorityOrder = (of = ''): SQL<number> =>
  sql.raw(`(case ${of}priority ${ranks.join(' ')} end + ${of}created_at)`) as SQL<number>;

/** The closing time; for an open task, the creation time. */
export const closedOrder = (of = ''): SQL<number> =>
  sql.raw(`(case when ${of}closed_at is null then ${of}created_at else ${of}closed_at end)`) as SQL<number>;
