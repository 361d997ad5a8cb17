'use client';

import type { Issue } from '@/lib/base/errors';
import { type SyntheticEvent, useEffect, useMemo, useRef, useState } from 'react';
import { useReaderLocale } from '@/components/ui/reader-locale';
import { initialValue } from '@/lib/base/schema/defaults';
import { rootPath } from '@/lib/base/schema/form-data';
import { printPath } from '@/lib/base/schema/paths';
import { shapeOf } from '@/lib/base/schema/shape';
import type { Json, JsonSchema } from '@/lib/base/schema/types';
import { formTexts } from '@/lib/base/texts/forms';
import { errorsByPath, pathInForm } from './errors-by-path';
import { FormContext, type FormContextValue } from './form-context';
import { Properties } from './object-fields';
import { markName } from './form-names';
import { longListsOf, Suggestions } from './long-lists';
import { readValidInputs } from './read-form';
import { SchemaNodeField } from './schema-node-field';

const noPaths: readonly string[] = [];
const noIssues: readonly Issue[] = [];
const noWords: Readonly<Record<string, string>> = {};
const noKinds: Readonly<Record<string, number>> = {};

export type SchemaFormProps = {
  schema: JsonSchema;
  /** The fields' initial values, read once. Another `key` starts the form anew. */
  defaultValue?: unknown;
  /** Issues with paths like `items[0].sku`, below the prefix; others are ignored. */
  errors?: readonly Issue[];
  /** A path before every field name, e.g. "resumeData". */
  prefix?: string;
  /** Keeps ids apart when a page has several forms. */
  idPrefix?: string;
  /** Properties of the root to leave out, e.g. the verdict that is a button. */
  hidden?: readonly string[];
  /** A word beside a part, by its path without the prefix. */
  marks?: Readonly<Record<string, string>>;
  /** Text of a refused post that could not be read, by its path without the prefix. */
  unread?: Readonly<Record<string, string>>;
  /** Which of several kinds was chosen in that post, by its path without the prefix. */
  picked?: Readonly<Record<string, number>> | undefined;
  /**
   * Names for which the evidence has a value; a field of that name must not be left empty silently
   * (blanks.ts).
   */
  held?: readonly string[];
  /** Names a schema that is one value and has no title. */
  label?: string;
  disabled?: boolean;
  /**
   * The typed value after each change, without JSON text that cannot be parsed yet; unreadable numbers stay
   * text.
   */
  onChange?: (value: Json | undefined) => void;
};

/**
 * The fields of a JSON Schema, without the `<form>` around them. Their names are paths, so a plain form post
 * works without JavaScript; `parseFormEntries` and `readForm` read it.
 */
export function SchemaForm({
  schema,
  defaultValue,
  errors = noIssues,
  prefix,
  idPrefix = 'field',
  hidden = noPaths,
  marks = noWords,
  unread = noWords,
  picked = noKinds,
  held = noPaths,
  label = formTexts.answer,
  disabled = false,
  onChange,
}: SchemaFormProps) {
  const container = useRef<HTMLDivElement>(null);
  const [start] = useState(() => initialValue(schema, schema, defaultValue));
  const [version, setVersion] = useState(0);
  const locale = useReaderLocale();
  // An error disappears when its field changes; if it still applies, the server reports it again.
  const [mended, setMended] = useState<{ of: readonly Issue[]; paths: readonly string[] }>({
    of: errors,
    paths: [],
  });
  const shownErrors = useMemo(() => {
    const paths = mended.of === errors ? mended.paths : [];
    return errorsByPath(
      errors.filter(({ path }) => !paths.includes(path)),
      prefix,
    );
  }, [errors, mended, prefix]);
  const report = () => {
    if (!onChange || !container.current) return;
    onChange(readValidInputs(container.current, schema, { prefix }));
  };
  const input = ({ target }: SyntheticEvent) => {
    const path =
      target instanceof Element ? target.closest<HTMLElement>('[data-path]')?.dataset.path : undefined;
    if (path !== undefined && shownErrors.has(pathInForm(path, prefix) ?? ''))
      setMended((before) => ({ of: errors, paths: [...(before.of === errors ? before.paths : []), path] }));
    report();
  };
  const latest = useRef(report);
  useEffect(() => {
    latest.current = report;
  });
  useEffect(() => {
    if (version > 0) latest.current();
  }, [version]);

  const longLists = useMemo(() => longListsOf(schema, idPrefix), [schema, idPrefix]);
  const context = useMemo<FormContextValue>(
    () => ({
      root: schema,
      idPrefix,
      prefix: prefix ?? '',
      errors: shownErrors,
      hidden: new Set(hidden),
      marks,
      unread,
      picked,
      longLists,
      held: new Set(held),
      disabled,
      changed: () => setVersion((count) => count + 1),
      Node: SchemaNodeField,
    }),
    [schema, idPrefix, shownErrors, prefix, hidden, marks, unread, picked, longLists, held, disabled],
  );
  const root = {
    schema,
    path: [],
    name: printPath(rootPath(schema, prefix)),
    label: (typeof schema === 'object' ? schema.title : undefined) ?? label,
    required: true,
    relaxed: false,
    value: start,
    depth: 0,
  };
  const shape = shapeOf(schema, schema);
  return (
    <FormContext value={context}>
      <div ref={container} onInput={input} className="min-w-0">
        <input type="hidden" name={markName(root.name, 'locale')} value={locale} disabled={disabled} />
        <Suggestions lists={longLists} />
        {shape.kind === 'object' && !shape.nullable ? (
          <Properties {...root} shape={shape} />
        ) : (
          <SchemaNodeField {...root} />
        )}
      </div>
    </FormContext>
  );
}
