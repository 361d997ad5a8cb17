'use client';

import type { Issue } from '@/lib/base/errors';
import { CircleAlert } from 'lucide-react';
import { type MouseEvent, useEffect, useRef } from 'react';
import { labelOfPath } from '@/lib/base/schema/path-label';
import type { JsonSchema } from '@/lib/base/schema/types';
import { pathInForm } from './errors-by-path';
import { fieldId } from './form-names';

export type ErrorSummaryProps = {
  errors: readonly Issue[];
  schema: JsonSchema;
  prefix?: string;
  idPrefix?: string;
  title?: string;
};

const controls = 'input:not([type=hidden]):not(:disabled), select:not(:disabled), textarea:not(:disabled)';

/** Goes to the field itself; the link's own target is for browsers without JavaScript. */
function focusField(event: MouseEvent<HTMLAnchorElement>, path: string) {
  const scope = event.currentTarget.closest('form') ?? document;
  const parts = [...scope.querySelectorAll<HTMLElement>('[data-path]')];
  const part = parts.findLast((each) => each.dataset.path === path && each.closest(':disabled') === null);
  const field = part?.querySelector<HTMLElement>(controls);
  if (!field) return;
  event.preventDefault();
  field.focus();
  field.scrollIntoView({ block: 'center' });
}

/** Lists what must be corrected, with a link to each field. Takes the focus whenever it gets new errors. */
export function ErrorSummary({ errors, schema, prefix, idPrefix = 'field', title }: ErrorSummaryProps) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (errors.length > 0) box.current?.focus();
  }, [errors]);
  if (errors.length === 0) return null;
  const heading =
    title ??
    (errors.length === 1 ? 'One thing needs your attention' : `${errors.length} things need your attention`);
  return (
    <div
      ref={box}
      tabIndex={-1}
      role="group"
      aria-labelledby={`${idPrefix}-errors`}
      className="flex gap-3 rounded-lg border border-danger/40 bg-danger-soft p-3"
    >
      <CircleAlert aria-hidden className="mt-px size-5 shrink-0 text-danger-ink" />
      <div className="min-w-0">
        <h2 id={`${idPrefix}-errors`} className="font-semibold">
          {heading}
        </h2>
        <ul className="mt-1 flex flex-col gap-1">
          {errors.map(({ path, message }) => {
            const place = pathInForm(path, prefix);
            return (
              <li key={`${path} ${message}`}>
                {place === '' ? (
                  message
                ) : (
                  <a
                    href={`#${fieldId(idPrefix, path)}`}
                    className="text-danger-ink underline underline-offset-2"
                    onClick={(event) => focusField(event, path)}
                  >
                    {place === undefined ? labelOfPath(true, path) : labelOfPath(schema, place)}: {message}
                  </a>
                )}
              </li>
            );
          })}
        </ul>
      </div>
    </div>
  );
}
