'use client';

import { ArrowDown, ArrowUp, Plus, Trash2 } from 'lucide-react';
import { type ReactNode, type RefObject, useEffect, useRef, useState } from 'react';
import { Button, type ButtonProps } from '@/components/ui/button';
import { rowActField, writeRowAct } from '@/lib/base/schema/row-acts';
import type { Json } from '@/lib/base/schema/types';
import { useFormContext } from './form-context';

export type Row = { key: number; value: Json | undefined };
type Focus = { row: number; on: 'field' | 'up' | 'down' } | 'add';

/** Rows that can be added, removed and moved; focus follows, and each change is announced. */
export function useRows(initial: readonly (Json | undefined)[], label: string) {
  const { changed } = useFormContext();
  const [rows, setRows] = useState<Row[]>(() => initial.map((value, key) => ({ key, value })));
  const [message, setMessage] = useState('');
  const nextKey = useRef(initial.length);
  const focus = useRef<Focus | undefined>(undefined);
  const list = useRef<HTMLDivElement>(null);

  useEffect(() => {
    const target = focus.current;
    focus.current = undefined;
    if (target === undefined || !list.current) return;
    const selector =
      target === 'add'
        ? '[data-rows-add]'
        : `[data-row="${target.row}"] ${target.on === 'field' ? ':is(input:not([type=hidden]), select, textarea)' : `[data-move="${target.on}"]`}`;
    const found = list.current.querySelector<HTMLElement>(`:scope > ${selector}`);
    found?.focus();
  }, [rows]);

  const update = (next: Row[], said: string, then: Focus) => {
    focus.current = then;
    setRows(next);
    setMessage(said);
    changed();
  };
  return {
    rows,
    message,
    list,
    touched: message !== '',
    add: () => {
      const row = { key: nextKey.current++, value: undefined };
      update([...rows, row], `${label} ${rows.length + 1} added`, { row: row.key, on: 'field' });
    },
    remove: (index: number) => {
      const next = rows.filter((_, at) => at !== index);
      const neighbour = next[Math.min(index, next.length - 1)];
      update(next, `${label} ${index + 1} removed`, neighbour ? { row: neighbour.key, on: 'field' } : 'add');
    },
    move: (index: number, by: 1 | -1) => {
      const [row, other] = [rows[index], rows[index + by]];
      if (!row || !other) return;
      const next = rows.map((each) => (each === row ? other : each === other ? row : each));
      const isLast = index + by === (by < 0 ? 0 : rows.length - 1);
      const on = by < 0 !== isLast ? 'up' : 'down';
      update(next, `${label} ${index + 1} is now number ${index + by + 1}`, { row: row.key, on });
    },
  };
}

type RowButtonProps = Omit<ButtonProps, 'onClick'> &
  Parameters<typeof writeRowAct>[0] & { change: () => void };

/** Changes the rows at once with scripts. Without, its post comes back to the form with the change. */
function RowButton({ act, at, row, change, ...props }: RowButtonProps) {
  return (
    <Button
      {...props}
      type="submit"
      name={rowActField}
      value={writeRowAct({ act, at, row })}
      formNoValidate
      onClick={(event) => {
        event.preventDefault();
        change();
      }}
    />
  );
}

type RowToolsProps = {
  label: string;
  index: number;
  count: number;
  canRemove: boolean;
  /** The id of the list, and the name of the row. */
  place: { list: string; row: string };
  move?: (index: number, by: 1 | -1) => void;
  remove: (index: number) => void;
};

export function RowTools({ label, index, count, canRemove, place, move, remove }: RowToolsProps) {
  const { disabled } = useFormContext();
  const tool = { variant: 'ghost', size: 'icon-sm', row: place.row } as const;
  return (
    <div className="flex shrink-0 gap-0.5">
      {move && count > 1 && (
        <>
          <RowButton
            {...tool}
            act="up"
            at={place.list}
            data-move="up"
            aria-label={`Move ${label} up`}
            disabled={disabled || index === 0}
            change={() => move(index, -1)}
          >
            <ArrowUp aria-hidden />
          </RowButton>
          <RowButton
            {...tool}
            act="down"
            at={place.list}
            data-move="down"
            aria-label={`Move ${label} down`}
            disabled={disabled || index === count - 1}
            change={() => move(index, 1)}
          >
            <ArrowDown aria-hidden />
          </RowButton>
        </>
      )}
      <RowButton
        {...tool}
        act="remove"
        at={place.list}
        aria-label={`Remove ${label}`}
        disabled={disabled || !canRemove}
        change={() => remove(index)}
      >
        <Trash2 aria-hidden />
      </RowButton>
    </div>
  );
}

/** Adds a row after the last one. */
export function AddRow({ at, row, label, full, add }: AddRowProps) {
  const { disabled } = useFormContext();
  return (
    <RowButton
      act="add"
      at={at}
      row={row}
      data-rows-add=""
      size="sm"
      className="self-start"
      disabled={disabled || full}
      change={add}
    >
      <Plus aria-hidden />
      Add<span className="sr-only"> to {label}</span>
    </RowButton>
  );
}

type AddRowProps = { at: string; row: string; label: string; full?: boolean; add: () => void };

type RowListProps = { list: RefObject<HTMLDivElement | null>; message: string; children: ReactNode };

export function RowList({ list, message, children }: RowListProps) {
  return (
    <>
      <div ref={list} className="flex flex-col gap-2">
        {children}
      </div>
      <div role="status" className="sr-only">
        {message}
      </div>
    </>
  );
}
