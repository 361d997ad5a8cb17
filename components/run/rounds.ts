/** One question with its place among the steps and its time span in epoch milliseconds (`to` null while open). */
export type Asked<Task> = { task: Task; index: number; from: number; to: number | null };

/** Steps `first` to `last` that ran more than once, round by round. */
export type Loop<Task> = { first: number; last: number; rounds: Asked<Task>[][] };

/** Whether `later` was asked after `earlier` was answered: another round, not a parallel question. */
const follows = <Task>(later: Asked<Task>, earlier: Asked<Task>) =>
  earlier.to !== null && later.from >= earlier.to;

/** The ranges of steps that the run repeated, merged where they overlap. */
function rangesOf<Task>(asked: readonly Asked<Task>[]): { first: number; last: number }[] {
  const ranges: { first: number; last: number }[] = [];
  for (const [at, earlier] of asked.entries()) {
    const later = asked[at + 1];
    if (later && later.index < earlier.index && follows(later, earlier))
      ranges.push({ first: later.index, last: earlier.index });
  }
  ranges.sort((a, b) => a.first - b.first);
  return ranges.reduce<typeof ranges>((merged, range) => {
    const open = merged.at(-1);
    if (!open || range.first > open.last) return [...merged, { ...range }];
    open.last = Math.max(open.last, range.last);
    return merged;
  }, []);
}

function turns<Task>(asked: readonly Asked<Task>[]): Asked<Task>[][] {
  const rounds: Asked<Task>[][] = [];
  let previous: Asked<Task> | undefined;
  for (const entry of asked) {
    const again = previous && entry.index <= previous.index && follows(entry, previous);
    const round = rounds.at(-1);
    if (!round || again) rounds.push([entry]);
    else round.push(entry);
    previous = entry;
  }
  return rounds;
}

/**
 * Finds loops over several steps from the order of their questions. A single step that asks repeatedly is not
 * a loop here: its questions stay together.
 * @param asked in the order of `from`.
 */
export function roundsOf<Task>(asked: readonly Asked<Task>[]): Loop<Task>[] {
  return rangesOf(asked).map(({ first, last }) => ({
    first,
    last,
    rounds: turns(asked.filter(({ index }) => index >= first && index <= last)),
  }));
}
