import type { ReactNode } from 'react';
import { cn } from '@/components/ui/cn';
import { ScrollBox } from '@/components/ui/scroll-box';

/** `room`: roughly the width a cell needs so that words stay whole on a narrow screen. */
export type Column = { key: string; label: string; numeric: boolean; room: 'little' | 'some' | 'much' };
export type TableRow = { key: number; cells: ReactNode[] };

const rooms = { little: 'min-w-24', some: 'min-w-36', much: 'min-w-56' };

type TableFrameProps = {
  label: string;
  columns: readonly Column[];
  rows: readonly TableRow[];
  /** A column's heading when it is more than its name. */
  heading?: (column: Column) => ReactNode;
  sorted?: (column: Column) => 'ascending' | 'descending' | undefined;
  /** As tall as its rows, instead of a box that scrolls. */
  whole?: boolean;
};

/** A table in its own scrolling box, reachable by keyboard. */
export function TableFrame({ label, columns, rows, heading, sorted, whole = false }: TableFrameProps) {
  return (
    <ScrollBox label={label} className={cn('[overflow-wrap:break-word]', !whole && 'max-h-128')}>
      <table className="w-full border-separate border-spacing-0 text-sm">
        <thead>
          <tr>
            {columns.map((column) => (
              <th
                key={column.key}
                scope="col"
                aria-sort={sorted?.(column)}
                className={cn(
                  'sticky top-0 z-1 border-b bg-sunken px-2.5 py-1.5 text-left font-medium whitespace-nowrap text-ink-muted',
                  column.numeric && 'text-right',
                )}
              >
                {heading ? heading(column) : column.label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.key} className="not-last:[&>td]:border-b">
              {columns.map(({ key, numeric, room }, index) => (
                <td
                  key={key}
                  className={cn(
                    'max-w-80 px-2.5 py-1.5 align-top',
                    rooms[room],
                    numeric && 'text-right whitespace-nowrap tabular-nums',
                  )}
                >
                  {row.cells[index]}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollBox>
  );
}
