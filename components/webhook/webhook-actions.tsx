'use client';

import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { AlertDialog, AlertDialogContent, AlertDialogTrigger } from '@/components/ui/alert-dialog';
import { Button } from '@/components/ui/button';
import { ProblemNotice } from '@/components/ui/problem-notice';
import { webhookTexts as texts } from '@/lib/base/texts/webhooks';
import type { WebhookEndpoint } from '@/lib/tell/webhooks/types';
import { CallButton } from './call-button';
import { SecretDialog } from './secret-dialog';
import { useWebhookCall } from './use-webhook-call';
import { WebhookDialog } from './webhook-dialog';

type AskedProps = {
  words: { open: string; title: string; body: string; confirm: string; busy: string };
  path: string;
  variant: 'primary' | 'danger';
  onDone: (body: Record<string, unknown>) => void;
};

/** A write that asks for confirmation first. */
function Asked({ words, path, variant, onDone }: AskedProps) {
  const { call, busy, refusal, forget } = useWebhookCall();
  const [open, setOpen] = useState(false);
  async function confirm() {
    const body = await call(path);
    if (!body) return;
    setOpen(false);
    onDone(body);
  }
  return (
    <AlertDialog
      open={open}
      onOpenChange={(next) => {
        setOpen(next);
        forget();
      }}
    >
      <AlertDialogTrigger render={<Button size="sm" />}>{words.open}</AlertDialogTrigger>
      <AlertDialogContent
        title={words.title}
        description={words.body}
        cancelLabel={texts.keep}
        action={
          <Button variant={variant} busy={busy} busyLabel={words.busy} onClick={() => void confirm()}>
            {words.confirm}
          </Button>
        }
      >
        {refusal && <ProblemNotice title={texts.refused} safe={refusal.text} requestId={refusal.requestId} />}
      </AlertDialogContent>
    </AlertDialog>
  );
}

/** What an administrator can do about a webhook. */
export function WebhookActions({ endpoint }: { endpoint: WebhookEndpoint }) {
  const router = useRouter();
  const [secret, setSecret] = useState<string | null>(null);
  const path = `/api/webhooks/${endpoint.endpointId}`;
  const moves = endpoint.state === 'active' ? ('pause' as const) : ('resume' as const);

  return (
    <div className="flex flex-col gap-2">
      <div className="flex flex-wrap gap-2">
        <WebhookDialog
          words={texts.edit}
          id="edit-webhook"
          path={path}
          trigger={{ size: 'sm' }}
          initial={endpoint}
          onDone={() => router.refresh()}
        />
        <CallButton words={texts.test} path={`${path}/test`} />
        <CallButton
          words={texts[moves]}
          path={`${path}/${moves}`}
          variant={moves === 'resume' ? 'primary' : 'secondary'}
        />
        <Asked
          words={texts.rotate}
          path={`${path}/secret`}
          variant="primary"
          onDone={(body) => {
            setSecret(String(body.secret));
            router.refresh();
          }}
        />
        <Asked
          words={texts.remove}
          path={`${path}/delete`}
          variant="danger"
          onDone={() => router.replace('/settings/webhooks')}
        />
      </div>
      <SecretDialog secret={secret} onClose={() => setSecret(null)} />
    </div>
  );
}
