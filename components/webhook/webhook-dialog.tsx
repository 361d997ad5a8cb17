'use client';

import { useState } from 'react';
import { Button, type ButtonProps } from '@/components/ui/button';
import { Dialog, DialogClose, DialogContent, DialogTrigger } from '@/components/ui/dialog';
import { webhookTexts as texts } from '@/lib/base/texts/webhooks';
import type { WebhookEndpoint } from '@/lib/tell/webhooks/types';
import { useWebhookCall } from './use-webhook-call';
import { WebhookForm } from './webhook-form';

type Props = {
  words: { open: string; title: string; confirm: string; busy: string };
  id: string;
  path: string;
  trigger: Pick<ButtonProps, 'size' | 'variant'>;
  initial?: WebhookEndpoint;
  onDone: (body: Record<string, unknown>) => void;
};

/** A webhook's form, sent to `path`; it stays open until the server accepts it. */
export function WebhookDialog({ words, id, path, trigger, initial, onDone }: Props) {
  const { call, busy, refusal, forget } = useWebhookCall();
  const [open, setOpen] = useState(false);

  async function send(input: object) {
    const body = await call(path, input);
    if (!body) return;
    setOpen(false);
    onDone(body);
  }

  return (
    <Dialog
      open={open}
      onOpenChange={(next) => {
        setOpen(next);
        forget();
      }}
    >
      <DialogTrigger render={<Button {...trigger} />}>{words.open}</DialogTrigger>
      <DialogContent
        title={words.title}
        footer={
          <>
            <DialogClose render={<Button />}>{texts.cancel}</DialogClose>
            <Button type="submit" form={id} variant="primary" busy={busy} busyLabel={words.busy}>
              {words.confirm}
            </Button>
          </>
        }
      >
        <WebhookForm id={id} initial={initial} refusal={refusal} onSubmit={(input) => void send(input)} />
      </DialogContent>
    </Dialog>
  );
}
