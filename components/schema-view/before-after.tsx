import { ArrowRight } from 'lucide-react';
import { Badge } from '@/components/ui/badge';
import type { JsonSchema } from '@/lib/schema/types';
import type { ShapedValue } from './view-env';

/** Whether a value is a change: exactly `{ before, after }`. */
export function isChange(value: Record<string, unknown>): value is { before: unknown; after: unknown } {
  return Object.keys(value).length === 2 && Object.hasOwn(value, 'before') && Object.hasOwn(value, 'after');
}

const sides = [
  ['before', 'Before'],
  ['after', 'After'],
] as const;

/** What was and what will be, beside each other where there is room. */
export function BeforeAfter({ shape, value, path, label, env }: ShapedValue<{ before: unknown; after: unknown }>) {
  const { Value } = env;
  const schemaOf = (key: string): JsonSchema =>
    shape.kind === 'object' ? (shape.properties.find((each) => each.key === key)?.schema ?? true) : true;
  const isSame = JSON.stringify(value.before) === JSON.stringify(value.after);
  return (
    <div className="@container min-w-0">
      <div className="grid min-w-0 items-stretch gap-2 @md:grid-cols-[minmax(0,1fr)_auto_minmax(0,1fr)]">
        {sides.map(([key, title]) => (
          <div key={key} className="contents">
            {key === 'after' && (
              <ArrowRight aria-hidden className="size-4 self-center justify-self-center text-ink-subtle max-@md:rotate-90" />
            )}
            <div role="group" aria-label={`${label}: ${title}`} className="min-w-0 rounded-md border bg-sunken p-2.5">
              <p className="mb-1 text-sm text-ink-muted">{title}</p>
              <Value schema={schemaOf(key)} value={value[key]} path={[...path, key]} label={title} parent={value} env={env} />
            </div>
          </div>
        ))}
      </div>
      {isSame && <Badge className="mt-1.5">No change</Badge>}
    </div>
  );
}
