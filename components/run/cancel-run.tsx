'use client';

import { useRouter } from 'next/navigation';
import { type FormEvent, useRef, useState, useSyncExternalStore } from 'react';
import { AlertDialog, AlertDialogContent, AlertDialogTrigger } from '@/components/ui/alert-dialog';
import { Button, buttonClasses } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { Field } from '@/components/ui/field';
import { ProblemNotice } from '@/components/ui/problem-notice';
import { Textarea } from '@/components/ui/textarea';
import { cancelTexts } from '@/lib/base/texts/runs';
import { postJson, type Problem } from './post-json';

const never = () => () => {};

function Reason({ id }: { id: string }) {
  return (
    <Field id={id} label={cancelTexts.reason} note={cancelTexts.optional}>
      {(control) => <Textarea {...control} name="reason" rows={3} maxLength={1000} />}
    </Field>
  );
}

/** Withdraws a request after confirmation. Without scripts the confirmation unfolds in the page. */
export function CancelRun({ runId }: { runId: string }) {
  const scripted = useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
  const action = `/api/runs/${encodeURIComponent(runId)}/cancel`;
  if (scripted) return <CancelDialog action={action} />;
  return (
    <details className="max-w-full open:basis-full">
      <summary className={buttonClasses()}>{cancelTexts.open}</summary>
      <Card className="mt-2">
        <form action={action} method="post" className="flex flex-col gap-3">
          <div>
            <p className="font-semibold">{cancelTexts.title}</p>
            <p className="text-ink-muted">{cancelTexts.body}</p>
          </div>
          <Reason id="cancel-reason" />
          <Button type="submit" variant="danger" className="self-start">
            {cancelTexts.confirm}
          </Button>
        </form>
      </Card>
    </details>
  );
}

function CancelDialog({ action }: { action: string }) {
  const router = useRouter();
  const [open, setOpen] = useState(false);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const sending = useRef(false);

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    if (sending.current) return;
    sending.current = true;
    setBusy(true);
    const reason = String(new FormData(event.currentTarget).get('reason') ?? '').trim();
    const answer = await postJson(action, reason === '' ? {} : { reason }, { prefer: 'wait=5' });
    sending.current = false;
    setBusy(false);
    setProblem(answer.ok ? null : answer.problem);
    if (!answer.ok) return;
    setOpen(false);
    router.refresh();
  }

  const ended = problem?.code === 'conflict';
  return (
    <AlertDialog open={open} onOpenChange={setOpen}>
      <AlertDialogTrigger render={<Button />}>{cancelTexts.open}</AlertDialogTrigger>
      <AlertDialogContent
        title={cancelTexts.title}
        description={cancelTexts.body}
        cancelLabel={cancelTexts.keep}
        action={
          <Button type="submit" form="cancel-run" variant="danger" busy={busy} busyLabel={cancelTexts.busy}>
            {cancelTexts.confirm}
          </Button>
        }
      >
        <form id="cancel-run" onSubmit={submit} className="flex flex-col gap-3">
          {problem && (
            <ProblemNotice
              title={ended ? cancelTexts.ended : cancelTexts.failed}
              safe={ended ? undefined : cancelTexts.failedSafe}
              requestId={problem.requestId}
            />
          )}
          <Reason id="cancel-reason" />
        </form>
      </AlertDialogContent>
    </AlertDialog>
  );
}
