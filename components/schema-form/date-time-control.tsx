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
  const text = new Date(date.getTime() - offset).toISOString().slice(0, -1);
  // Seconds are shown only when they are not zero, so that an untouched time keeps its value.
  return text.replace(/(?::00)?\.000$/, '');
}

/** Browsers reject seconds unless the step allows them. */
const stepOf = (local: string) => (local.length > 16 ? 'any' : undefined);

function toIso(local: string): string {
  const date = new Date(local);
  return Number.isNaN(date.getTime()) ? '' : date.toISOString().replace('.000Z', 'Z');
}

type Props = { control: ComponentProps<'input'>; initial: string };

/**
 * A point in time, typed in the reader's zone and posted as UTC. Without JavaScript the zone is unknown, so
 * the field is in UTC and says so.
 */
export function DateTimeControl({ control, initial }: Props) {
  const hydrated = useHydrated();
  const { changed } = useFormContext();
  const [iso, setIso] = useState(initial);
  const shown = toInput(initial, hydrated ? 'local' : 'utc');
  if (!hydrated) {
    return (
      <div className="flex items-center gap-2">
        <Input
          {...control}
          type="datetime-local"
          step={stepOf(shown)}
          defaultValue={shown}
          className="max-w-60"
        />
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
        step={stepOf(shown)}
        defaultValue={shown}
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
