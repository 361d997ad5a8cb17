import { memo } from 'react';
import { encodeOption, typedOption } from '@/lib/base/schema/scalars';
import { type Option, shapeOf } from '@/lib/base/schema/shape';
import type { JsonSchema } from '@/lib/base/schema/types';
import { fieldId } from './form-names';

/** More options than these are typed, with suggestions, where there are no scripts; a select would list them in every field. */
const mostListed = 200;

export type LongLists = ReadonlyMap<readonly Option[], string>;

/** The long lists of options anywhere in a schema, each with the id of its suggestions: fields that offer the same share them. */
export function longListsOf(root: JsonSchema, idPrefix: string): LongLists {
  const lists = new Map<readonly Option[], string>();
  const ids = new Map<string, string>();
  const seen = new Set<unknown>();
  const look = (node: unknown) => {
    if (typeof node !== 'object' || node === null || seen.has(node)) return;
    seen.add(node);
    for (const part of Object.values(node)) look(part);
    if (!('enum' in node) || !Array.isArray(node.enum) || node.enum.length <= mostListed) return;
    const shape = shapeOf(node as JsonSchema, root);
    if (shape.kind !== 'enum') return;
    const key = JSON.stringify(shape.options);
    const id = ids.get(key) ?? fieldId(idPrefix, `options.${ids.size}`);
    ids.set(key, id);
    lists.set(shape.options, id);
  };
  look(root);
  return lists;
}

/** The suggestions themselves, once for all fields of a form. */
export const Suggestions = memo(({ lists }: { lists: LongLists }) => {
  const shown = new Map([...lists].map(([options, id]) => [id, options]));
  return [...shown].map(([id, options]) => (
    <datalist key={id} id={id}>
      {options.map((option) => (
        <option key={encodeOption(options, option.value)}>{typedOption(options, option)}</option>
      ))}
    </datalist>
  ));
});
Suggestions.displayName = 'Suggestions';
