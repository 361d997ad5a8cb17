import { type Entry, entriesOf } from '@/lib/base/schema/parts';
import { type Shape, shapeOf } from '@/lib/base/schema/shape';
import { Quiet } from './scalar-view';
import { sortKey } from './sort-rows';
import { SortableTable } from './sortable-table';
import { type Column, TableFrame } from './table-frame';
import { ownPart } from '@/lib/base/schema/types';
import type { ShapedValue } from './view-env';

type Rows = readonly Record<string, unknown>[];
const maxColumns = 12;
const sortedFrom = 10;

/** Every key that any row has, those of the schema first. */
function columnsOf(rows: Rows, shape: Shape): Entry[] {
  const columns = new Map<string, Entry>();
  const known = shape.kind === 'object' ? shape.properties : [];
  const present = new Set(rows.flatMap((row) => Object.keys(row)));
  for (const { key, label, schema } of known) if (present.has(key)) columns.set(key, { key, label, schema });
  for (const row of rows) {
    for (const entry of entriesOf(row, shape)) if (!columns.has(entry.key)) columns.set(entry.key, entry);
  }
  return [...columns.values()];
}

const isPlain = (value: unknown) => typeof value !== 'object' || value === null;
const fitsCell = (value: unknown) =>
  (typeof value === 'string' && value.length <= 400) ||
  (typeof value !== 'string' && isPlain(value)) ||
  (Array.isArray(value) && value.length <= 5 && value.every(isPlain));

/** Whether rows can be read as a table: few columns, small cells. */
export function fitsTable(rows: Rows, shape: Shape): boolean {
  const columns = columnsOf(rows, shape);
  if (columns.length === 0 || columns.length > maxColumns) return false;
  return rows.every((row) => Object.values(row).every(fitsCell));
}

type TableViewProps = Omit<ShapedValue<never>, 'value' | 'parent'> & { rows: Rows };

function isNumeric(rows: Rows, key: string): boolean {
  const values = rows
    .map((row) => ownPart(row, key))
    .filter((value) => value !== undefined && value !== null);
  return values.length > 0 && values.every((value) => typeof value === 'number');
}

function roomOf(rows: Rows, key: string): Column['room'] {
  const texts = rows.map((row) => ownPart(row, key));
  const longest = Math.max(...texts.map((text) => (typeof text === 'string' ? text.length : 0)));
  return longest <= 8 ? 'little' : longest <= 18 ? 'some' : 'much';
}

/** A list of objects as a table; a long one can be sorted by its headings. */
export function TableView({ rows, shape, path, label, env }: TableViewProps) {
  const { Value } = env;
  const entries = columnsOf(rows, shape);
  const columns = entries.map((entry): Column => ({
    key: entry.key,
    label: entry.label,
    numeric: isNumeric(rows, entry.key),
    room: roomOf(rows, entry.key),
  }));
  const shown = rows.map((row, index) => ({
    key: index,
    cells: entries.map(({ key, label: heading, schema }) =>
      Object.hasOwn(row, key) ? (
        <Value
          key={key}
          schema={schema}
          value={ownPart(row, key)}
          path={[...path, index, key]}
          label={heading}
          parent={row}
          env={env}
        />
      ) : (
        <Quiet key={key}>
          <span aria-hidden>–</span>
          <span className="sr-only">Not given</span>
        </Quiet>
      ),
    ),
  }));
  if (rows.length <= sortedFrom)
    return <TableFrame label={label} columns={columns} rows={shown} whole={env.whole} />;
  const shapes = entries.map(({ schema }) => shapeOf(schema, env.root));
  const keys = rows.map((row) =>
    entries.map(({ key }, index) => (shapes[index] ? sortKey(shapes[index], ownPart(row, key)) : null)),
  );
  return <SortableTable label={label} columns={columns} rows={shown} keys={keys} whole={env.whole} />;
}
