'use client';

import { ArrowDown, ArrowUp, ChevronsUpDown } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { cn } from '@/components/ui/cn';
import { Fold } from '@/components/ui/fold';
import { useHydrated } from '@/components/ui/use-hydrated';
import { evidenceTexts } from '@/lib/base/texts/evidence';
import { type SortKey, type Sorting, sortedOrder } from './sort-rows';
import { type Column, TableFrame, type TableRow } from './table-frame';

const shownAtFirst = 50;

export type SortableTableProps = {
  label: string;
  columns: readonly Column[];
  /** The cells, rendered on the server. */
  rows: readonly TableRow[];
  /** The sort keys of the cells, row by row. */
  keys: readonly (readonly SortKey[])[];
  /** Shows every row, without a scrolling box. */
  whole: boolean;
};

/** Ascending, then descending, then the original order. */
function next(sorting: Sorting, column: number): Sorting {
  if (sorting?.column !== column) return { column, down: false };
  return sorting.down ? null : { column, down: true };
}

/** A long table whose headings sort it. Without scripts it shows every row in the original order. */
export function SortableTable({ label, columns, rows, keys, whole }: SortableTableProps) {
  const hydrated = useHydrated();
  const [sorting, setSorting] = useState<Sorting>(null);
  const ordered = sortedOrder(keys, sorting).flatMap((index) => rows[index] ?? []);
  const cut = !whole && ordered.length > shownAtFirst * 1.2 ? shownAtFirst : ordered.length;
  const direction = (column: Column) =>
    sorting === null || columns[sorting.column] !== column
      ? undefined
      : sorting.down
        ? 'descending'
        : 'ascending';
  const heading = (column: Column): ReactNode => {
    if (!hydrated) return column.label;
    const way = direction(column);
    const Icon = way === 'ascending' ? ArrowUp : way === 'descending' ? ArrowDown : ChevronsUpDown;
    return (
      <button
        type="button"
        onClick={() => setSorting(next(sorting, columns.indexOf(column)))}
        className={cn(
          '-mx-1 inline-flex items-center gap-1 rounded-sm px-1 hover:bg-hover hover:text-ink',
          column.numeric && 'flex-row-reverse',
        )}
      >
        {column.label}
        <Icon aria-hidden className={cn('size-3.5 shrink-0', way === undefined && 'opacity-60')} />
      </button>
    );
  };
  return (
    <div className="flex min-w-0 flex-col gap-2">
      <TableFrame
        label={label}
        columns={columns}
        rows={ordered.slice(0, cut)}
        heading={heading}
        sorted={direction}
        whole={whole}
      />
      {cut < ordered.length && (
        <Fold more={evidenceTexts.more(ordered.length - cut)}>
          <TableFrame label={`${label}, from ${cut + 1}`} columns={columns} rows={ordered.slice(cut)} />
        </Fold>
      )}
    </div>
  );
}
