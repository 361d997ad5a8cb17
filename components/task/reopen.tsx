import { Undo2 } from 'lucide-react';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { Textarea } from '@/components/ui/textarea';
import type { ReopenPreview } from '@/lib/desk/runs/types';
import { reopenTexts as texts } from '@/lib/base/texts/reopen';

function Steps({ title, steps }: { title: string; steps: readonly string[] }) {
  if (steps.length === 0) return null;
  return (
    <div>
      <p className="font-medium">{title}</p>
      <ul className="list-disc pl-5 text-ink-muted">
        {steps.map((step) => (
          <li key={step}>{step}</li>
        ))}
      </ul>
    </div>
  );
}

/** Reopens a decision, for those who may: what will happen again, then the reason, then the button. */
export function Reopen({ preview }: { preview: ReopenPreview }) {
  return (
    <details className="border-t pt-4">
      <summary className="cursor-pointer font-medium text-ink-muted hover:text-ink">{texts.open}</summary>
      <form
        method="post"
        action={`/api/tasks/${encodeURIComponent(preview.taskId)}/revision`}
        className="mt-3 flex flex-col gap-4 rounded-lg border p-4"
      >
        <p>{texts.meaning}</p>
        <Steps title={texts.askedAgain} steps={preview.askedAgain} />
        <Steps title={texts.runsAgain} steps={preview.runsAgain} />
        <Field id="reopen-reason" label={texts.reason} help={texts.reasonHelp} required>
          {(control) => (
            <Textarea {...control} name="reason" rows={2} minLength={3} maxLength={1000} required />
          )}
        </Field>
        <Button type="submit" variant="danger" className="self-start">
          <Undo2 aria-hidden className="size-4" />
          {texts.confirm}
        </Button>
      </form>
    </details>
  );
}
