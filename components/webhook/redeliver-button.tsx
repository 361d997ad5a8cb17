'use client';

import { useRouter } from 'next/navigation';
import { Button } from '@/components/ui/button';
import { useToast } from '@/components/ui/toast';
import { webhookTexts } from '@/lib/texts/webhooks';
import { useWebhookCall } from './use-webhook-call';

const texts = webhookTexts.again;

/** Has one event sent once more. */
export function RedeliverButton({ path, label }: { path: string; label: string }) {
  const router = useRouter();
  const toast = useToast();
  const { call, busy, refusal } = useWebhookCall();
  async function again() {
    if (!(await call(path))) return;
    toast.show({ title: texts.done, tone: 'success' });
    router.refresh();
  }
  return (
    <div className="flex flex-wrap items-center gap-3">
      <Button size="sm" aria-label={label} busy={busy} busyLabel={texts.busy} onClick={() => void again()}>
        {texts.open}
      </Button>
      {refusal && (
        <p role="alert" className="text-danger-ink">
          {refusal.text}
        </p>
      )}
    </div>
  );
}
