import type { ReactNode } from 'react';
import { maskText } from '@/lib/base/schema/mask-text';
import { type Entry, entriesOf } from '@/lib/base/schema/parts';
import { shapeOf } from '@/lib/base/schema/shape';
import type { JsonSchema } from '@/lib/base/schema/types';
import { isMarkdown } from './is-markdown';
import { beginning } from './long-text';
import type { ShapedValue, ViewEnv } from './view-env';

/** Whether a value needs the full width: objects, lists of lists or objects, long text. */
function isBlock(value: unknown, schema: JsonSchema, env: ViewEnv): boolean {
  if (value === maskText) return false;
  if (typeof value === 'string') {
    const shape = shapeOf(schema, env.root);
    const isFormatted = isMarkdown(shape, value) || (shape.kind === 'string' && shape.format === 'code');
    return (isFormatted && /\n|.{80}/.test(value)) || beginning(value) !== undefined;
  }
  if (Array.isArray(value)) return value.some((each) => typeof each === 'object' && each !== null);
  return typeof value === 'object' && value !== null && Object.keys(value).length > 0;
}

function Row({ label, block, children }: { label: string; block: boolean; children: ReactNode }) {
  return (
    <div
      className={
        block
          ? 'flex min-w-0 flex-col gap-1.5 py-1'
          : 'grid gap-x-4 @md:grid-cols-[minmax(7rem,1fr)_minmax(0,3fr)]'
      }
    >
      <dt className={block ? 'font-medium' : 'text-ink-muted'}>{label}</dt>
      <dd className="min-w-0">{children}</dd>
    </div>
  );
}

function byGroup(entries: readonly Entry[]): [string | undefined, Entry[]][] {
  const groups = new Map<string | undefined, Entry[]>();
  for (const entry of entries) groups.set(entry.group, [...(groups.get(entry.group) ?? []), entry]);
  return [...groups];
}

/** An object as a list of names and values. */
export function ObjectView({ shape, value, path, env }: ShapedValue<Record<string, unknown>>) {
  const entries = entriesOf(value, shape).filter(({ key }) => path.length > 0 || !env.hidden.has(key));
  const { Value } = env;
  const isNested = path.length > 0;
  return (
    <div className={isNested ? 'flex min-w-0 flex-col gap-4 border-l-2 pl-3' : 'flex min-w-0 flex-col gap-4'}>
      {byGroup(entries).map(([heading, part]) => (
        <div key={heading ?? ''} className="min-w-0">
          {heading && <p className="mb-1.5 text-sm font-semibold text-ink-muted">{heading}</p>}
          <dl className="flex min-w-0 flex-col gap-2">
            {part.map(({ key, label, schema }) => (
              <Row key={key} label={label} block={isBlock(value[key], schema, env)}>
                <Value
                  schema={schema}
                  value={value[key]}
                  path={[...path, key]}
                  label={label}
                  parent={value}
                  env={env}
                />
              </Row>
            ))}
          </dl>
        </div>
      ))}
    </div>
  );
}
