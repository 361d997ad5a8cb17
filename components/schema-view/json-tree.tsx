import type { ReactNode } from 'react';
import { humanize } from '@/lib/schema/label';
import type { Shape } from '@/lib/schema/shape';
import { isRecord } from '@/lib/schema/types';
import { ScalarView } from './scalar-view';

const plain: Shape = { kind: 'unknown', node: {}, nullable: true };
const page = 100;
const maxDepth = 64;

export type JsonTreeProps = {
  value: unknown;
  /** Keys and values as they are written in JSON, for operators; otherwise in plain words. */
  literal?: boolean;
  /** How many levels are open at first. */
  open?: number;
};

function Leaf({ value, literal }: { value: unknown; literal: boolean }) {
  if (!literal) return <ScalarView shape={plain} value={value} />;
  return <code className="font-mono text-sm whitespace-pre-wrap wrap-anywhere">{JSON.stringify(value) ?? 'undefined'}</code>;
}

function countOf(value: object): string {
  if (Array.isArray(value)) return value.length === 1 ? '1 entry' : `${value.length} entries`;
  const count = Object.keys(value).length;
  return count === 1 ? '1 detail' : `${count} details`;
}

function Twig({ name, children }: { name: ReactNode; children: ReactNode }) {
  return (
    <div className="flex flex-wrap gap-x-2">
      <span className="text-ink-muted">{name}</span>
      <div className="min-w-0">{children}</div>
    </div>
  );
}

type BranchProps = { name: ReactNode; value: unknown; literal: boolean; open: number; depth: number };

function Branch({ name, value, literal, open, depth }: BranchProps) {
  const isParent = typeof value === 'object' && value !== null && depth < maxDepth;
  if (!isParent) {
    const shown = typeof value === 'object' && value !== null ? JSON.stringify(value) : value;
    return (
      <Twig name={name}>
        <Leaf value={shown} literal={literal} />
      </Twig>
    );
  }
  const size = Array.isArray(value) ? value.length : Object.keys(value).length;
  const label = (
    <>
      {name} <span className="text-sm text-ink-subtle">{size === 0 ? 'Empty' : countOf(value)}</span>
    </>
  );
  if (size === 0) return <Twig name={label}>{null}</Twig>;
  return (
    <details open={open > 0}>
      <summary className="text-ink-muted">{label}</summary>
      <Branches value={value} literal={literal} open={open - 1} depth={depth + 1} />
    </details>
  );
}

function entriesOf(value: unknown, literal: boolean): [string, unknown][] {
  if (Array.isArray(value)) return value.map((each, index) => [String(index + (literal ? 0 : 1)), each]);
  return isRecord(value) ? Object.entries(value) : [];
}

function Branches({ value, literal, open, depth }: Omit<BranchProps, 'name'>) {
  const entries = entriesOf(value, literal);
  const list = (part: [string, unknown][]) => (
    <ul className="ml-1.5 flex flex-col gap-0.5 border-l pl-3">
      {part.map(([key, each]) => (
        <li key={key} className="min-w-0">
          <Branch name={literal ? key : humanize(key)} value={each} literal={literal} open={open} depth={depth} />
        </li>
      ))}
    </ul>
  );
  if (entries.length <= page) return list(entries);
  return (
    <>
      {list(entries.slice(0, page))}
      <details>
        <summary className="text-sm text-accent-ink">Show {entries.length - page} more</summary>
        {list(entries.slice(page))}
      </details>
    </>
  );
}

/** Any JSON value as a tree that folds, without JavaScript. */
export function JsonTree({ value, literal = false, open = 2 }: JsonTreeProps) {
  const isEmpty = typeof value === 'object' && value !== null && Object.keys(value).length === 0;
  if (typeof value !== 'object' || value === null) return <Leaf value={value} literal={literal} />;
  if (isEmpty) return <span className="text-ink-subtle italic">Empty</span>;
  return (
    <div className="min-w-0 wrap-anywhere">
      <Branches value={value} literal={literal} open={open - 1} depth={1} />
    </div>
  );
}
