'use client';

import { CopyButton } from '@/components/snapshot/copy-button';
import { AlertDialog, AlertDialogContent } from '@/components/ui/alert-dialog';
import { Field } from '@/components/ui/field';
import { Textarea } from '@/components/ui/textarea';
import { webhookTexts } from '@/lib/base/texts/webhooks';

const texts = webhookTexts.secret;

/** A secret that was just made, shown until it is closed and never again. A click outside does not close it. */
export function SecretDialog({ secret, onClose }: { secret: string | null; onClose: () => void }) {
  return (
    <AlertDialog open={secret !== null} onOpenChange={(open) => !open && onClose()}>
      <AlertDialogContent
        title={texts.title}
        description={texts.body}
        cancelLabel={texts.done}
        action={
          <CopyButton text={secret ?? ''} label={texts.copyLabel}>
            {texts.copy}
          </CopyButton>
        }
      >
        <Field id="webhook-secret" label={texts.label}>
          {(control) => (
            <Textarea
              {...control}
              readOnly
              rows={2}
              value={secret ?? ''}
              spellCheck={false}
              className="resize-none font-mono text-sm break-all"
              onFocus={(event) => event.currentTarget.select()}
            />
          )}
        </Field>
      </AlertDialogContent>
    </AlertDialog>
  );
}
