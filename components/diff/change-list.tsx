import { ArrowRight } from 'lucide-react';
import type { ReactNode } from 'react';
import type { Change } from '@/lib/base/diff/changes';
import { maskText } from '@/lib/base/schema/mask-text';
import type { Segment } from '@/lib/base/schema/paths';
import { resolve } from '@/lib/base/schema/resolve';
import { shapeOf } from '@/lib/base/schema/shape';
import type { Json, JsonSchema } from '@/lib/base/schema/types';
import { WordDiff } from './word-diff';

/** One side of a change: the whole value it belongs to, and its path in that value. */
type Side = {
  schema: JsonSchema;
  value: Json;
  parent: unknown;
  label: string;
  of: 'before' | 'after';
  path: readonly Segment[];
};
type RenderSide = (side: Side) => ReactNode;

const prose = new Set(['text', 'multiline', 'markdown', 'code']);

/** Whether two values are prose to compare word by word, rather than codes, dates or choices. */
export function isProse(
  schema: JsonSchema,
  root: JsonSchema,
  before: Json | undefined,
  after: Json | undefined,
): boolean {
  if (typeof before !== 'string' || typeof after !== 'string' || before === maskText || after === maskText)
    return false;
  const shape = shapeOf(schema, root);
  const isText =
    shape.kind === 'unknown' ||
    shape.kind === 'union' ||
    (shape.kind === 'string' && prose.has(shape.format));
  return (
    isText &&
    [before, after].every((text) => text !== '') &&
    [before, after].some((text) => /\s/.test(text.trim()))
  );
}

const isBlock = (value: Json | undefined) => typeof value === 'object' && value !== null;

function InlineSide({ kind, children }: { kind: 'added' | 'removed'; children: ReactNode }) {
  const Tag = kind === 'added' ? 'ins' : 'del';
  return (
    <Tag
      className={
        kind === 'added'
          ? 'min-w-0 rounded-sm bg-success-soft px-1 text-success-ink no-underline'
          : 'min-w-0 rounded-sm bg-danger-soft px-1 text-danger-ink decoration-danger-ink/60'
      }
    >
      {children}
    </Tag>
  );
}

/** An added or removed object or list; struck-through it would be unreadable. */
function BlockSide({ kind, children }: { kind: 'added' | 'removed'; children: ReactNode }) {
  return (
    <div
      className={
        kind === 'added'
          ? 'min-w-0 rounded-md border border-success/40 p-2.5'
          : 'min-w-0 rounded-md border border-danger/40 p-2.5'
      }
    >
      <p
        className={
          kind === 'added'
            ? 'mb-1 text-sm font-medium text-success-ink'
            : 'mb-1 text-sm font-medium text-danger-ink'
        }
      >
        {kind === 'added' ? 'Added' : 'Removed'}
      </p>
      {children}
    </div>
  );
}

function ChangeView({ change, root, render }: { change: Change; root: JsonSchema; render: RenderSide }) {
  const { schema, before, after, parents, paths, label } = change;
  if (isProse(schema, root, before, after)) {
    const shape = shapeOf(schema, root);
    return (
      <WordDiff
        before={String(before)}
        after={String(after)}
        mono={shape.kind === 'string' && shape.format === 'code'}
      />
    );
  }
  const sides = [
    { kind: 'removed' as const, of: 'before' as const, value: before },
    { kind: 'added' as const, of: 'after' as const, value: after },
  ].flatMap(({ kind, of, value }) =>
    value === undefined
      ? []
      : [{ kind, shown: render({ schema, value, parent: parents[of], label, of, path: paths[of] }) }],
  );
  const [first] = sides;
  const onlyOne = sides.length === 1 && first;
  if (isBlock(before) || isBlock(after)) {
    return (
      <div className="flex min-w-0 flex-col gap-2">
        {sides.map(({ kind, shown }) => (
          <BlockSide key={kind} kind={kind}>
            {shown}
          </BlockSide>
        ))}
      </div>
    );
  }
  return (
    <div className="flex min-w-0 flex-wrap items-center gap-x-2 gap-y-1">
      {onlyOne && (
        <span className="text-sm text-ink-muted">{first.kind === 'added' ? 'Added' : 'Removed'}</span>
      )}
      {sides.map(({ kind, shown }, index) => (
        <span key={kind} className="contents">
          {index > 0 && (
            <>
              <ArrowRight aria-hidden className="size-4 shrink-0 text-ink-subtle" />
              <span className="sr-only">became</span>
            </>
          )}
          <InlineSide kind={kind}>{shown}</InlineSide>
        </span>
      ))}
    </div>
  );
}

export type ChangeListProps = { changes: readonly Change[]; root: JsonSchema; render: RenderSide };

/** Every change under its field's name: texts word by word, numbers old → new, added and removed parts. */
export function ChangeList({ changes, root, render }: ChangeListProps) {
  const [first] = changes;
  if (!first) return <p className="text-ink-muted">No change</p>;
  if (changes.length === 1 && first.label === '')
    return <ChangeView change={first} root={root} render={render} />;
  return (
    <dl className="@container flex min-w-0 flex-col gap-3">
      {changes.map((change) => (
        <div
          key={`${change.path} ${change.before === undefined ? 'added' : change.after === undefined ? 'removed' : 'changed'}`}
          className="flex min-w-0 flex-col gap-0.5"
        >
          <dt className="text-sm text-ink-muted">
            {change.label || (resolve(root, root).node.title ?? 'Value')}
          </dt>
          <dd className="min-w-0">
            <ChangeView change={change} root={root} render={render} />
          </dd>
        </div>
      ))}
    </dl>
  );
}
