import { JsonTree } from '@/components/schema-view/json-tree';
import { Readable } from '@/components/ui/readable';
import type { Json } from '@/db/schema/json';
import { cutText } from '@/lib/base/readable/cut';
import { snapshotTexts } from '@/lib/base/texts/snapshot';
import { formatBytes } from './duration';

/** Values of up to this many characters of JSON are shown in full; longer ones are folded. */
const shortValue = 160;

/** One value of a snapshot as literal JSON; a long one is folded behind its beginning unless `open`. */
export function ValueView({ value, open = false }: { value: Json; open?: boolean }) {
  const text = JSON.stringify(value);
  if (text === '{}' || text === '[]')
    return <span className="text-ink-subtle italic">{snapshotTexts.empty}</span>;
  if (text.length <= shortValue) return <JsonTree value={value} literal />;
  return (
    <details open={open} className="group/value min-w-0">
      <summary className="truncate text-sm text-accent-ink">
        {formatBytes(new TextEncoder().encode(text).length)}{' '}
        <code className="ml-1 font-mono text-xs text-ink-subtle group-open/value:hidden">
          <Readable text={cutText(text, 80)} />
        </code>
      </summary>
      <div className="mt-1">
        <JsonTree value={value} literal />
      </div>
    </details>
  );
}
