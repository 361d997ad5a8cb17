'use client';

import { ArrowDown, ArrowUp, Trash2 } from 'lucide-react';
import { type ReactNode, type RefObject, useEffect, useRef, useState } from 'react';
import { Button } from '@/components/ui/button';
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

type RowToolsProps = {
  label: string;
  index: number;
  count: number;
  canRemove: boolean;
  move?: (index: number, by: 1 | -1) => void;
  remove: (index: number) => void;
};

export function RowTools({ label, index, count, canRemove, move, remove }: RowToolsProps) {
  const { disabled } = useFormContext();
  const tool = { variant: 'ghost', size: 'icon-sm' } as const;
  return (
    <div className="flex shrink-0 gap-0.5 noscript:hidden">
      {move && count > 1 && (
        <>
          <Button
            {...tool}
            data-move="up"
            aria-label={`Move ${label} up`}
            disabled={disabled || index === 0}
            onClick={() => move(index, -1)}
          >
            <ArrowUp aria-hidden />
          </Button>
          <Button
            {...tool}
            data-move="down"
            aria-label={`Move ${label} down`}
            disabled={disabled || index === count - 1}
            onClick={() => move(index, 1)}
          >
            <ArrowDown aria-hidden />
          </Button>
        </>
      )}
      <Button
        {...tool}
        aria-label={`Remove ${label}`}
        disabled={disabled || !canRemove}
        onClick={() => remove(index)}
      >
        <Trash2 aria-hidden />
      </Button>
    </div>
  );
}

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
