import { ArrowRight } from 'lucide-react';
import { ChangeList, isProse } from '@/components/diff/change-list';
import { Badge } from '@/components/ui/badge';
import { Fold } from '@/components/ui/fold';
import { changesOf } from '@/lib/base/diff/changes';
import { toJson } from '@/lib/base/schema/defaults';
import { maskText } from '@/lib/base/schema/mask-text';
import type { Json, JsonSchema } from '@/lib/base/schema/types';
import { evidenceTexts } from '@/lib/base/texts/evidence';
import type { ShapedValue } from './view-env';

/** Whether a value is a change: exactly `{ before, after }`. */
export function isChange(value: Record<string, unknown>): value is { before: unknown; after: unknown } {
  return Object.keys(value).length === 2 && Object.hasOwn(value, 'before') && Object.hasOwn(value, 'after');
}

const sides = [
  ['before', 'Before'],
  ['after', 'After'],
] as const;

type Pair = ShapedValue<{ before: unknown; after: unknown }>;

const schemaOf = ({ shape }: Pick<Pair, 'shape'>, key: string): JsonSchema =>
  shape.kind === 'object' ? (shape.properties.find((each) => each.key === key)?.schema ?? true) : true;

const hasHidden = (value: Json): boolean =>
  value === maskText || (typeof value === 'object' && value !== null && Object.values(value).some(hasHidden));
const isWhole = (value: Json | undefined) => typeof value === 'object' && value !== null;

/**
 * The old and the new value: texts word by word, structures by their differences, anything else side by side.
 */
export function BeforeAfter(props: Pair) {
  const { value, path, env } = props;
  const [before, after] = [toJson(value.before), toJson(value.after)];
  const schema = schemaOf(props, 'after');
  const isText = isProse(schema, env.root, before, after) && before !== after;
  const isStructure = isWhole(before) && isWhole(after) && Array.isArray(before) === Array.isArray(after);
  if (before === undefined || after === undefined || !(isText || isStructure)) return <Sides {...props} />;
  const { Value } = env;
  return (
    <div className="flex min-w-0 flex-col gap-2">
      <div className="min-w-0 rounded-md border bg-sunken p-2.5">
        <ChangeList
          changes={changesOf(before, after, schema, env.root)}
          root={env.root}
          render={({ schema: part, value: each, parent, label, of, path: below }) => (
            <Value
              schema={part}
              value={each}
              path={[...path, of, ...below]}
              label={label}
              parent={parent}
              env={env}
            />
          )}
        />
        {hasHidden(before) && hasHidden(after) && (
          <p className="mt-2 text-sm text-ink-muted">Hidden parts are not compared.</p>
        )}
      </div>
      {env.whole ? (
        <Sides {...props} />
      ) : (
        <Fold more={evidenceTexts.bothInFull}>
          <Sides {...props} />
        </Fold>
      )}
    </div>
  );
}

/** Beside each other where there is room. */
function Sides(props: Pair) {
  const { value, path, label, env } = props;
  const { Value } = env;
  const isSame = JSON.stringify(value.before) === JSON.stringify(value.after);
  return (
    <div className="@container min-w-0">
      <div className="grid min-w-0 items-stretch gap-2 @md:grid-cols-[minmax(0,1fr)_auto_minmax(0,1fr)]">
        {sides.map(([key, title]) => (
          <div key={key} className="contents">
            {key === 'after' && (
              <ArrowRight
                aria-hidden
                className="size-4 self-center justify-self-center text-ink-subtle max-@md:rotate-90"
              />
            )}
            <div
              role="group"
              aria-label={`${label}: ${title}`}
              className="min-w-0 rounded-md border bg-sunken p-2.5"
            >
              <p className="mb-1 text-sm text-ink-muted">{title}</p>
              <Value
                schema={schemaOf(props, key)}
                value={value[key]}
                path={[...path, key]}
                label={title}
                parent={value}
                env={env}
              />
            </div>
          </div>
        ))}
      </div>
      {isSame && <Badge className="mt-1.5">No change</Badge>}
    </div>
  );
}
