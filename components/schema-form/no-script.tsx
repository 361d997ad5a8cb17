'use client';

import { createContext, type ReactNode, useContext } from 'react';
import { Button } from '@/components/ui/button';
import { rowActField, writeRowAct } from '@/lib/base/schema/row-acts';
import { formTexts } from '@/lib/base/texts/forms';
import { useFormContext } from './form-context';
import { fieldId } from './form-names';

const Inside = createContext(false);

/**
 * Content for browsers without JavaScript. A nested `<noscript>` would end the outer one, so inner ones
 * render only their children.
 */
export function NoScript({ children }: { children: ReactNode }) {
  if (useContext(Inside)) return children;
  return (
    <noscript>
      <Inside value={true}>{children}</Inside>
    </noscript>
  );
}

/** In parts that may contain themselves without end: comes back with the fields of what is chosen. */
export function ShowFields({ name }: { name: string }) {
  const { idPrefix, disabled } = useFormContext();
  return (
    <Button
      type="submit"
      size="sm"
      name={rowActField}
      value={writeRowAct({ act: 'show', at: fieldId(idPrefix, name), row: name })}
      formNoValidate
      disabled={disabled}
      className="self-start"
    >
      {formTexts.showFields}
    </Button>
  );
}
