'use client';

import type { Route } from 'next';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { isRecord } from '@/lib/base/schema/types';
import { webhookTexts as texts } from '@/lib/base/texts/webhooks';
import { SecretDialog } from './secret-dialog';
import { WebhookDialog } from './webhook-dialog';

/** Adds a webhook, shows its secret once, and goes to its page. */
export function AddWebhook() {
  const router = useRouter();
  const [made, setMade] = useState<{ id: string; secret: string } | null>(null);

  function close() {
    if (made) router.push(`/settings/webhooks/${made.id}` as Route);
    setMade(null);
  }

  return (
    <>
      <WebhookDialog
        words={texts.add}
        id="add-webhook"
        path="/api/webhooks"
        trigger={{ variant: 'primary' }}
        onDone={({ endpoint, secret }) =>
          isRecord(endpoint) && setMade({ id: String(endpoint.endpointId), secret: String(secret) })
        }
      />
      <SecretDialog secret={made?.secret ?? null} onClose={close} />
    </>
  );
}
