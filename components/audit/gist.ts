import type { Json } from '@/db/schema/json';
import { cutText } from '@/lib/base/readable/cut';
import { readable } from '@/lib/base/readable/readable';
import { humanize } from '@/lib/base/schema/label';
import { isRecord } from '@/lib/base/schema/types';
import { noteIn } from '@/lib/base/reasons';

/** The most telling properties of an event's data; the first that exists is shown. */
const telling = ['label', 'email', 'reason', 'error', 'path', 'name'];

const text = (value: Json | undefined): string | null =>
  typeof value === 'string' && value !== '' ? value : null;

/** "suspended → success", when exactly one plain value changed. */
function change({ before, after }: { [key: string]: Json }): string | null {
  if (!isRecord(before) || !isRecord(after)) return null;
  const key = ['status', 'state'].find(
    (name) => text(before[name] as Json) && text(after[name] as Json) && before[name] !== after[name],
  );
  return key === undefined
    ? null
    : `${humanize(String(before[key])).toLowerCase()} → ${humanize(String(after[key])).toLowerCase()}`;
}

/** The most telling part of an event's data in a few words; null when there is none. */
export function gistOf(data: Json): string | null {
  if (!isRecord(data)) return null;
  const facts = data as { [key: string]: Json };
  const told = telling.map((name) => text(facts[name])).find((value) => value !== null);
  return told === undefined || told === null ? change(facts) : readable(cutText(noteIn(told), 160));
}
