'use client';

import { type ComponentProps, useState } from 'react';
import { Input } from '@/components/ui/input';
import { useHydrated } from '@/components/ui/use-hydrated';
import { useFormContext } from './form-context';

/** "2026-11-03T14:05:00Z" → "2026-11-03T15:05" in the reader's zone, or as UTC. */
function toInput(iso: string, zone: 'local' | 'utc'): string {
  const date = new Date(iso);
  if (Number.isNaN(date.getTime())) return '';
  const offset = zone === 'local' ? date.getTimezoneOffset() * 60_000 : 0;
  return new Date(date.getTime() - offset).toISOString().slice(0, 16);
}

function toIso(local: string): string {
  const date = new Date(local);
  return Number.isNaN(date.getTime()) ? '' : date.toISOString().replace('.000Z', 'Z');
}

type Props = { control: ComponentProps<'input'>; initial: string };

/**
 * A point in time, typed in the reader's zone and posted as UTC. Without JavaScript nobody knows that
 * zone, so the field is in UTC and says so.
 */
export function DateTimeControl({ control, initial }: Props) {
  const hydrated = useHydrated();
  const { changed } = useFormContext();
  const [iso, setIso] = useState(initial);
  if (!hydrated) {
    return (
      <div className="flex items-center gap-2">
        <Input {...control} type="datetime-local" defaultValue={toInput(initial, 'utc')} className="max-w-60" />
        <span className="text-sm whitespace-nowrap text-ink-subtle">UTC</span>
      </div>
    );
  }
  const { name, ...rest } = control;
  return (
    <div className="flex items-center gap-2">
      <Input
        {...rest}
        key="local"
        type="datetime-local"
        className="max-w-60"
        defaultValue={toInput(initial, 'local')}
        onChange={(event) => {
          setIso(toIso(event.currentTarget.value));
          changed();
        }}
      />
      <input type="hidden" name={name} value={iso} disabled={control.disabled} />
      <span className="text-sm whitespace-nowrap text-ink-subtle">
        {Intl.DateTimeFormat().resolvedOptions().timeZone.replaceAll('_', ' ')}
      </span>
    </div>
  );
}
