'use client';

import { useRouter } from 'next/navigation';
import { type FormEvent, useId, useRef, useState } from 'react';
import { postJson } from '@/components/run/post-json';
import { AlertDialog, AlertDialogContent, AlertDialogTrigger } from '@/components/ui/alert-dialog';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { ProblemNotice } from '@/components/ui/problem-notice';
import { Select } from '@/components/ui/select';
import { Textarea } from '@/components/ui/textarea';
import { useToast } from '@/components/ui/toast';
import type { OperatorAction } from '@/lib/desk/operators/types';
import { actionTexts, operationsTexts as texts } from '@/lib/base/texts/operations';
import { AgainList } from './again-list';
import { usePreview, type Preview } from './use-preview';

export type Assignee = { id: string; name: string };

type Props = {
  action: OperatorAction;
  runIds: string[];
  taskIds: string[];
  assignees: readonly Assignee[];
  onDone?: () => void;
};

const previewed: readonly OperatorAction[] = ['restart', 'rebuild', 'time-travel'];

/** The request to send; several items use the routes that return a result for each. */
function request({ action, runIds, taskIds }: Props, form: FormData): { url: string; body: object } {
  const reason = String(form.get('reason') ?? '').trim();
  const said = reason === '' ? {} : { reason };
  const run = `/api/runs/${encodeURIComponent(runIds[0] ?? '')}`;
  if (action === 'reassign')
    return { url: '/api/tasks/reassign', body: { taskIds, to: [String(form.get('to') ?? '')], ...said } };
  if (action === 'retry' && runIds.length > 1)
    return { url: '/api/operations/retry', body: { runIds, ...said } };
  if (action === 'time-travel')
    return { url: `${run}/time-travel`, body: { step: String(form.get('step') ?? '').split('\n'), ...said } };
  return { url: `${run}/${action}`, body: said };
}

type Result = { ok: boolean; detail?: string };
const resultsOf = (body: unknown): Result[] | null =>
  typeof body === 'object' && body !== null && 'results' in body && Array.isArray(body.results)
    ? body.results
    : null;

/** The result as reported: done, recorded, or how many were refused and why. */
function outcome(status: number, body: unknown): { text: string; refused: string[] } {
  const results = resultsOf(body);
  if (!results) return { text: status === 202 ? texts.recorded : texts.applied, refused: [] };
  const refused = results.flatMap(({ ok, detail }) => (ok ? [] : [detail ?? '']));
  return {
    text: texts.results(results.length - refused.length, refused.length),
    refused: [...new Set(refused)],
  };
}

function StepChoice({ places, id }: { places: NonNullable<Preview['places']>; id: string }) {
  const [chosen, setChosen] = useState(0);
  const place = places[chosen];
  return (
    <>
      <Field id={`${id}-step`} label={texts.step}>
        {(control) => (
          <Select
            {...control}
            name="step"
            value={place?.step.join('\n') ?? ''}
            onChange={(event) => setChosen(event.currentTarget.selectedIndex)}
          >
            {places.map(({ step, title }) => (
              <option key={step.join('\n')} value={step.join('\n')}>
                {title}
              </option>
            ))}
          </Select>
        )}
      </Field>
      {place && <AgainList {...place} />}
    </>
  );
}

function Consequences({
  preview,
  refused,
  id,
}: {
  preview: Preview | null;
  refused: string | null;
  id: string;
}) {
  if (refused !== null) return <ProblemNotice title={texts.refused} safe={refused} />;
  if (!preview) return <p role="status">{texts.loading}</p>;
  if (preview.places) return <StepChoice places={preview.places} id={id} />;
  return (
    <AgainList
      runsAgain={preview.runsAgain ?? []}
      askedAgain={preview.askedAgain ?? []}
      answersKept={preview.answersKept ?? []}
      answers={preview.answers ?? []}
    />
  );
}

/** Confirms an operator's action: what will run again, the reason, then the result. */
export function ActionDialog(props: Props) {
  const { action, runIds, assignees, onDone } = props;
  const router = useRouter();
  const toast = useToast();
  const id = useId();
  const [open, setOpen] = useState(false);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<{ text: string; requestId?: string | undefined } | null>(null);
  const sending = useRef(false);
  const needsPreview = previewed.includes(action);
  const { preview, refused } = usePreview(
    needsPreview ? `/api/runs/${encodeURIComponent(runIds[0] ?? '')}/${action}` : null,
    open,
  );
  const words = actionTexts[action];

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    if (sending.current) return;
    sending.current = true;
    setBusy(true);
    const { url, body } = request(props, new FormData(event.currentTarget));
    const answer = await postJson(url, body, { prefer: 'wait=10' });
    sending.current = false;
    setBusy(false);
    if (!answer.ok) {
      const said =
        typeof answer.body === 'object' && answer.body !== null && 'detail' in answer.body
          ? String(answer.body.detail)
          : '';
      const issues = answer.problem.issues.map(({ message }) => message).join(' ');
      return setProblem({
        text: answer.problem.code === 'offline' ? texts.offline : `${said} ${issues}`.trim(),
        requestId: answer.problem.requestId,
      });
    }
    const { text, refused: why } = outcome(answer.status, answer.body);
    toast.show({
      title: text,
      ...(why.length > 0 ? { description: why.join(' ') } : {}),
      tone: why.length > 0 ? 'warning' : 'success',
    });
    setOpen(false);
    onDone?.();
    router.refresh();
  }

  return (
    <AlertDialog
      open={open}
      onOpenChange={(next) => {
        setOpen(next);
        setProblem(null);
      }}
    >
      <AlertDialogTrigger render={<Button size="sm" />}>{words.open}</AlertDialogTrigger>
      <AlertDialogContent
        title={words.title}
        description={words.body}
        cancelLabel={texts.keep}
        action={
          <Button
            type="submit"
            form={id}
            variant={action === 'retry' || action === 'reassign' ? 'primary' : 'danger'}
            busy={busy}
            busyLabel={words.busy}
            disabled={needsPreview && !preview}
          >
            {words.confirm}
          </Button>
        }
      >
        <form id={id} onSubmit={submit} className="flex flex-col gap-3">
          {problem && (
            <ProblemNotice title={texts.refused} safe={problem.text} requestId={problem.requestId} />
          )}
          {needsPreview && <Consequences preview={preview} refused={refused} id={id} />}
          {action === 'reassign' && (
            <Field id={`${id}-to`} label={texts.to} required>
              {(control) => (
                <Select {...control} name="to" required>
                  {assignees.map((one) => (
                    <option key={one.id} value={one.id}>
                      {one.name}
                    </option>
                  ))}
                </Select>
              )}
            </Field>
          )}
          <Field
            id={`${id}-reason`}
            label={texts.reason}
            help={texts.reasonHelp}
            required={action !== 'retry' && action !== 'cancel'}
          >
            {(control) => (
              <Textarea
                {...control}
                name="reason"
                rows={2}
                minLength={3}
                maxLength={1000}
                required={action !== 'retry' && action !== 'cancel'}
              />
            )}
          </Field>
        </form>
      </AlertDialogContent>
    </AlertDialog>
  );
}
