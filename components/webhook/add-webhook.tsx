'use client';

import type { Route } from 'next';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { Dialog, DialogClose, DialogContent, DialogTrigger } from '@/components/ui/dialog';
import { isRecord } from '@/lib/schema/types';
import { webhookTexts } from '@/lib/texts/webhooks';
import { SecretDialog } from './secret-dialog';
import { useWebhookCall } from './use-webhook-call';
import { WebhookForm, type WebhookInput } from './webhook-form';

const texts = webhookTexts.add;

/** Adds a webhook, shows its secret once, and goes to its page. */
export function AddWebhook() {
  const router = useRouter();
  const { call, busy, refusal, forget } = useWebhookCall();
  const [open, setOpen] = useState(false);
  const [made, setMade] = useState<{ id: string; secret: string } | null>(null);

  async function add(input: WebhookInput) {
    const body = await call('/api/webhooks', input);
    if (!body || !isRecord(body.endpoint)) return;
    setOpen(false);
    setMade({ id: String(body.endpoint.endpointId), secret: String(body.secret) });
  }

  function close() {
    if (made) router.push(`/settings/webhooks/${made.id}` as Route);
    setMade(null);
  }

  return (
    <>
      <Dialog
        open={open}
        onOpenChange={(next) => {
          setOpen(next);
          forget();
        }}
      >
        <DialogTrigger render={<Button variant="primary" />}>{texts.open}</DialogTrigger>
        <DialogContent
          title={texts.title}
          footer={
            <>
              <DialogClose render={<Button />}>{texts.cancel}</DialogClose>
              <Button type="submit" form="add-webhook" variant="primary" busy={busy} busyLabel={texts.busy}>
                {texts.confirm}
              </Button>
            </>
          }
        >
          <WebhookForm id="add-webhook" refusal={refusal} onSubmit={(input) => void add(input)} />
        </DialogContent>
      </Dialog>
      <SecretDialog secret={made?.secret ?? null} onClose={close} />
    </>
  );
}
