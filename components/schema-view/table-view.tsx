import { cn } from '@/components/ui/cn';
import { ScrollBox } from '@/components/ui/scroll-box';
import { printPath } from '@/lib/schema/paths';
import type { Shape } from '@/lib/schema/shape';
import { type Entry, entriesOf } from './object-view';
import type { ShapedValue } from './view-env';
import { Quiet } from './scalar-view';

type Rows = readonly Record<string, unknown>[];
const maxColumns = 12;

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

type TableViewProps = Omit<ShapedValue<never>, 'value' | 'parent'> & {
  rows: Rows;
  /** All rows of the list, so that a folded part has the same columns. */
  all: Rows;
  offset: number;
};

/** A table in a box of its own that scrolls sideways, by keyboard too. */
export function TableView({ rows, all, offset, shape, path, label, env }: TableViewProps) {
  const { Value } = env;
  const columns = columnsOf(all, shape).filter(({ key }) => !env.hidden.has(printPath([...path, key])));
  const numeric = new Set(
    columns.filter(({ key }) => all.some((row) => typeof row[key] === 'number') && all.every((row) => row[key] === undefined || row[key] === null || typeof row[key] === 'number')).map(({ key }) => key),
  );
  return (
    <ScrollBox label={offset === 0 ? label : `${label}, from ${offset + 1}`} className="max-h-128 [overflow-wrap:break-word]">
      <table className="w-full border-separate border-spacing-0 text-sm">
        <thead>
          <tr>
            {columns.map(({ key, label: heading }) => (
              <th
                key={key}
                scope="col"
                className={cn('sticky top-0 z-1 border-b bg-sunken px-2.5 py-1.5 text-left font-medium whitespace-nowrap text-ink-muted', numeric.has(key) && 'text-right')}
              >
                {heading}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, index) => (
            <tr key={offset + index} className="not-last:[&>td]:border-b">
              {columns.map(({ key, label: heading, schema }) => (
                <td key={key} className={cn('max-w-80 min-w-16 px-2.5 py-1.5 align-top', numeric.has(key) && 'text-right whitespace-nowrap tabular-nums')}>
                  {Object.hasOwn(row, key) ? (
                    <Value schema={schema} value={row[key]} path={[...path, offset + index, key]} label={heading} parent={row} env={env} />
                  ) : (
                    <Quiet>
                      <span aria-hidden>–</span>
                      <span className="sr-only">Not given</span>
                    </Quiet>
                  )}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollBox>
  );
}
