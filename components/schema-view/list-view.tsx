import type { ReactNode } from 'react';
import { Fold } from '@/components/ui/fold';
import { itemSchema } from '@/lib/base/schema/parts';
import { type Shape, type ShapeOf, shapeOf } from '@/lib/base/schema/shape';
import { isRecord } from '@/lib/base/schema/types';
import { evidenceTexts } from '@/lib/base/texts/evidence';
import { Quiet } from './scalar-view';
import { TableView, fitsTable } from './table-view';
import type { ShapedValue } from './view-env';

const shownAtFirst = 50;

/** Long lists show their first entries; one click shows the others. */
function folded<T>(
  items: readonly T[],
  whole: boolean,
  render: (part: readonly T[], offset: number) => ReactNode,
): ReactNode {
  if (whole || items.length <= shownAtFirst * 1.2) return render(items, 0);
  return (
    <div className="flex min-w-0 flex-col gap-2">
      {render(items.slice(0, shownAtFirst), 0)}
      <Fold more={evidenceTexts.more(items.length - shownAtFirst)}>
        {render(items.slice(shownAtFirst), shownAtFirst)}
      </Fold>
    </div>
  );
}

/** A list: of objects as a table, of anything else as entries. */
export function ListView({ shape, value, path, label, env }: ShapedValue<unknown[]>) {
  const { Value } = env;
  if (value.length === 0) return <Quiet>None</Quiet>;
  const inner = shapeOf(itemSchema(shape, 0), env.root);
  if (shape.kind !== 'tuple' && value.every(isRecord) && inner.kind !== 'record' && inner.kind !== 'union') {
    const rowShape: Shape = inner.kind === 'object' ? inner : unknownObject;
    if (fitsTable(value, rowShape)) {
      return <TableView rows={value} shape={rowShape} {...{ path, label, env }} />;
    }
  }
  const isComplex = value.some((each) => typeof each === 'object' && each !== null);
  return folded(value, env.whole, (items, offset) => (
    <ol
      start={offset + 1}
      className={
        isComplex
          ? 'flex list-none flex-col gap-2'
          : 'flex list-disc flex-col gap-0.5 pl-4 marker:text-ink-subtle'
      }
    >
      {items.map((each, index) => {
        const place = offset + index;
        return (
          <li key={place} className={isComplex ? 'min-w-0 rounded-md border p-2.5' : 'min-w-0'}>
            {isComplex && <p className="mb-1 text-sm text-ink-subtle">{`${label} ${place + 1}`}</p>}
            <Value
              schema={itemSchema(shape, place)}
              value={each}
              path={[...path, place]}
              label={`${label} ${place + 1}`}
              parent={value}
              env={env}
            />
          </li>
        );
      })}
    </ol>
  ));
}

const unknownObject: ShapeOf<'object'> = {
  kind: 'object',
  node: {},
  nullable: false,
  properties: [],
  additional: true,
};
