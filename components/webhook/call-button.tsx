'use client';

import { useRouter } from 'next/navigation';
import { Button, type ButtonProps } from '@/components/ui/button';
import { useToast } from '@/components/ui/toast';
import { useWebhookCall } from './use-webhook-call';

type Props = {
  words: { open: string; busy: string; done: string };
  path: string;
  label?: string;
  variant?: ButtonProps['variant'];
};

/** Writes without asking first. A toast shows success; a refusal appears beside the button. */
export function CallButton({ words, path, label, variant }: Props) {
  const router = useRouter();
  const toast = useToast();
  const { call, busy, refusal } = useWebhookCall();
  async function send() {
    if (!(await call(path))) return;
    toast.show({ title: words.done, tone: 'success' });
    router.refresh();
  }
  return (
    <div className="flex flex-wrap items-center gap-3">
      <Button
        size="sm"
        variant={variant}
        aria-label={label}
        busy={busy}
        busyLabel={words.busy}
        onClick={() => void send()}
      >
        {words.open}
      </Button>
      {refusal && (
        <p role="alert" className="text-danger-ink">
          {refusal.text}
        </p>
      )}
    </div>
  );
}
