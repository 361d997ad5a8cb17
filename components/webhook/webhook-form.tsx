'use client';

import { type FormEvent, useEffect, useRef } from 'react';
import { CheckboxField } from '@/components/ui/checkbox';
import { Field, Fieldset } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { ProblemNotice } from '@/components/ui/problem-notice';
import { webhookEvents, type WebhookEvent } from '@/db/enums';
import { webhookEventTexts, webhookTexts as texts } from '@/lib/base/texts/webhooks';
import type { Refusal } from './use-webhook-call';

type WebhookInput = { name: string; url: string; events: string[] };

type Props = {
  id: string;
  initial?: { name: string; url: string; events: readonly WebhookEvent[] } | undefined;
  refusal: Refusal | null;
  onSubmit: (input: WebhookInput) => void;
};

/** A webhook's name, address and events. Errors appear at their fields, and the first one takes focus. */
export function WebhookForm({
  id,
  initial = { name: '', url: '', events: webhookEvents },
  refusal,
  onSubmit,
}: Props) {
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    if (refusal) form.current?.querySelector<HTMLElement>('[aria-invalid], [data-wrong] input')?.focus();
  }, [refusal]);

  const wrong = (field: string) =>
    refusal?.issues
      .filter(({ path }) => path === field || path.startsWith(`${field}[`))
      .map(({ message }) => message) ?? [];

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const fields = new FormData(event.currentTarget);
    onSubmit({
      name: String(fields.get('name') ?? ''),
      url: String(fields.get('url') ?? ''),
      events: fields.getAll('events').map(String),
    });
  }

  return (
    <form ref={form} id={id} onSubmit={submit} noValidate className="flex flex-col gap-4">
      {refusal && refusal.issues.length === 0 && (
        <ProblemNotice title={texts.refused} safe={refusal.text} requestId={refusal.requestId} />
      )}
      <Field id={`${id}-name`} label={texts.name} help={texts.nameHelp} error={wrong('name')} required>
        {(control) => (
          <Input {...control} name="name" defaultValue={initial.name} maxLength={100} autoComplete="off" />
        )}
      </Field>
      <Field id={`${id}-url`} label={texts.url} help={texts.urlHelp} error={wrong('url')} required>
        {(control) => (
          <Input
            {...control}
            name="url"
            type="url"
            inputMode="url"
            defaultValue={initial.url}
            maxLength={2000}
            autoComplete="off"
            spellCheck={false}
          />
        )}
      </Field>
      <Fieldset
        id={`${id}-events`}
        legend={texts.events}
        help={texts.eventsHelp}
        error={wrong('events')}
        required
      >
        <div data-wrong={wrong('events').length > 0 || undefined} className="grid gap-2 sm:grid-cols-2">
          {webhookEvents.map((event) => (
            <CheckboxField
              key={event}
              id={`${id}-${event}`}
              name="events"
              value={event}
              label={webhookEventTexts[event]}
              defaultChecked={initial.events.includes(event)}
            />
          ))}
        </div>
      </Fieldset>
    </form>
  );
}
