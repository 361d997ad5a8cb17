'use client';

import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { Dialog, DialogClose, DialogContent, DialogTrigger } from '@/components/ui/dialog';
import { webhookTexts as texts } from '@/lib/texts/webhooks';
import type { WebhookEndpoint } from '@/lib/webhooks/types';
import { useWebhookCall } from './use-webhook-call';
import { WebhookForm, type WebhookInput } from './webhook-form';

/** Changes name, address and events. */
export function EditWebhook({ endpoint }: { endpoint: WebhookEndpoint }) {
  const router = useRouter();
  const { call, busy, refusal, forget } = useWebhookCall();
  const [open, setOpen] = useState(false);

  async function save(input: WebhookInput) {
    if (!(await call(`/api/webhooks/${endpoint.endpointId}`, input))) return;
    setOpen(false);
    router.refresh();
  }

  return (
    <Dialog
      open={open}
      onOpenChange={(next) => {
        setOpen(next);
        forget();
      }}
    >
      <DialogTrigger render={<Button size="sm" />}>{texts.edit.open}</DialogTrigger>
      <DialogContent
        title={texts.edit.title}
        footer={
          <>
            <DialogClose render={<Button />}>{texts.add.cancel}</DialogClose>
            <Button type="submit" form="edit-webhook" variant="primary" busy={busy} busyLabel={texts.edit.busy}>
              {texts.edit.confirm}
            </Button>
          </>
        }
      >
        <WebhookForm id="edit-webhook" initial={endpoint} refusal={refusal} onSubmit={(input) => void save(input)} />
      </DialogContent>
    </Dialog>
  );
}
