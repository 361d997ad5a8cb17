/** The field of the buttons that change the rows of a form without scripts: its post comes back to the form. */
export const rowActField = 'rows';

const acts = ['add', 'remove', 'up', 'down', 'show'] as const;

/** `show` changes nothing: it comes back with the fields of what was chosen. */
type Act = (typeof acts)[number];

type RowAct = {
  act: Act;
  /** The id of the element that the reader is brought back to. */
  at: string;
  /** The name of the row, such as `input.lines[2]`. */
  row: string;
};

const written = /^(\w+) ([\w.~-]+) (.+)$/s;

export const writeRowAct = ({ act, at, row }: RowAct): string => `${act} ${at} ${row}`;

/** Undefined for what no button of ours posts. */
export function readRowAct(text: string): RowAct | undefined {
  const [, word, at, row] = written.exec(text) ?? [];
  const act = acts.find((each) => each === word);
  return act && at && row ? { act, at, row } : undefined;
}

type Entry = readonly [name: string, value: unknown];

/** Posted fields after a row was added, removed, or changed places with its neighbour. */
export function withRowAct(entries: readonly Entry[], { act, row }: RowAct): Entry[] {
  const [, list, own] = /^(.*)\[(\d+)\]$/s.exec(row) ?? [];
  if (act === 'show' || list === undefined) return [...entries];
  if (act === 'add') return [...entries, [`${row}#row`, '1']];
  const before = `${list}[`;
  const indexOf = ([name]: Entry) => {
    const digits = name.startsWith(before) ? /^\d+(?=\])/.exec(name.slice(before.length)) : null;
    return digits ? Number(digits[0]) : undefined;
  };
  const index = Number(own);
  if (act === 'remove') return entries.filter((entry) => indexOf(entry) !== index);
  const others = entries.flatMap((entry) => indexOf(entry) ?? []);
  const other =
    act === 'up'
      ? Math.max(...others.filter((each) => each < index))
      : Math.min(...others.filter((each) => each > index));
  if (!Number.isFinite(other)) return [...entries];
  const places = new Map([
    [index, other],
    [other, index],
  ]);
  return entries.map((entry) => {
    const [from, [name, value]] = [indexOf(entry), entry];
    const to = from === undefined ? undefined : places.get(from);
    return to === undefined ? entry : [`${before}${to}${name.slice(`${before}${from}`.length)}`, value];
  });
}
