import type { ReactNode } from 'react';
import { Fold } from '@/components/ui/fold';
import { Readable } from '@/components/ui/readable';
import { readable } from '@/lib/base/readable/readable';
import { humanize } from '@/lib/base/schema/label';
import type { Shape } from '@/lib/base/schema/shape';
import { maskText } from '@/lib/base/schema/mask-text';
import type { Segment } from '@/lib/base/schema/paths';
import { isRecord } from '@/lib/base/schema/types';
import { evidenceTexts } from '@/lib/base/texts/evidence';
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
  /** Every level is open, and no part of it folded. */
  whole?: boolean;
  /** Renders a masked part, given its path below the value. */
  renderHidden?: (path: readonly Segment[], label: string) => ReactNode;
};

function Leaf({ value, literal, whole }: { value: unknown; literal: boolean; whole: boolean }) {
  if (!literal) return <ScalarView shape={plain} value={value} whole={whole} />;
  return (
    <code className="font-mono text-sm whitespace-pre-wrap wrap-anywhere">
      <Readable text={JSON.stringify(value) ?? 'undefined'} />
    </code>
  );
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

type BranchProps = {
  name: string;
  value: unknown;
  literal: boolean;
  open: number;
  whole: boolean;
  path: readonly Segment[];
  renderHidden: JsonTreeProps['renderHidden'];
};

function Branch({ name, value, literal, open, whole, path, renderHidden }: BranchProps) {
  const depth = path.length;
  if (value === maskText && renderHidden) return <Twig name={name}>{renderHidden(path, name)}</Twig>;
  const isParent = typeof value === 'object' && value !== null && depth < maxDepth;
  if (!isParent) {
    const shown = typeof value === 'object' && value !== null ? JSON.stringify(value) : value;
    return (
      <Twig name={name}>
        <Leaf value={shown} literal={literal} whole={whole} />
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
    <details open={whole || open > 0} data-fold>
      <summary className="min-h-6 text-ink-muted">{label}</summary>
      <Branches {...{ value, literal, whole, path, renderHidden }} open={open - 1} />
    </details>
  );
}

/** Each part with its path segment and its label. */
function entriesOf(value: unknown, literal: boolean): [Segment, string, unknown][] {
  if (Array.isArray(value))
    return value.map((each, index) => [index, String(index + (literal ? 0 : 1)), each]);
  return isRecord(value)
    ? Object.entries(value).map(([key, each]) => [key, literal ? readable(key) : humanize(key), each])
    : [];
}

function Branches({ value, literal, open, whole, path, renderHidden }: Omit<BranchProps, 'name'>) {
  const entries = entriesOf(value, literal);
  const list = (part: [Segment, string, unknown][]) => (
    <ul className="ml-1.5 flex flex-col gap-0.5 border-l pl-3">
      {part.map(([key, name, each]) => (
        <li key={key} className="min-w-0">
          <Branch
            name={name}
            value={each}
            literal={literal}
            open={open}
            whole={whole}
            path={[...path, key]}
            renderHidden={renderHidden}
          />
        </li>
      ))}
    </ul>
  );
  if (whole || entries.length <= page) return list(entries);
  return (
    <>
      {list(entries.slice(0, page))}
      <Fold more={evidenceTexts.more(entries.length - page)}>{list(entries.slice(page))}</Fold>
    </>
  );
}

/** Any JSON value as a folding tree, without JavaScript. */
export function JsonTree({ value, literal = false, open = 2, whole = false, renderHidden }: JsonTreeProps) {
  const isEmpty = typeof value === 'object' && value !== null && Object.keys(value).length === 0;
  if (typeof value !== 'object' || value === null)
    return <Leaf value={value} literal={literal} whole={whole} />;
  if (isEmpty) return <span className="text-ink-subtle italic">Empty</span>;
  return (
    <div className="min-w-0 wrap-anywhere">
      <Branches {...{ value, literal, whole, renderHidden }} open={open - 1} path={[]} />
    </div>
  );
}
