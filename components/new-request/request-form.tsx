'use client';

import type { Route } from 'next';
import { useRouter } from 'next/navigation';
import { type FormEvent, useRef, useState } from 'react';
import { DraftElsewhere } from '@/components/schema-form/draft-elsewhere';
import { EnterButton } from '@/components/schema-form/enter-button';
import { ErrorSummary } from '@/components/schema-form/error-summary';
import { readInputs } from '@/components/schema-form/read-form';
import { SchemaForm } from '@/components/schema-form/schema-form';
import { useDraft } from '@/components/schema-form/use-draft';
import { Button } from '@/components/ui/button';
import { useHydrated } from '@/components/ui/use-hydrated';
import { FormDataError, issuesBelow } from '@/lib/base/schema/form-data-error';
import type { RefusedPost } from '@/db/schema/json';
import type { JsonSchema } from '@/lib/base/schema/types';
import { formTexts } from '@/lib/base/texts/forms';
import { newTexts } from '@/lib/base/texts/runs';
import { requestKey, tabStore } from './request-key';
import { RequestProblemNotice } from './request-problem-notice';
import { isSettled, sendRequest, type Sent } from './send-request';

const prefix = 'input';
const noIssues: never[] = [];

export type RequestFormProps = {
  workflowId: string;
  schema: JsonSchema;
  /** For posts without scripts. With scripts, each request gets its own key. */
  idempotencyKey: string;
  /** The draft's key; it includes the person, as a browser may be shared. */
  draftKey: string;
  /** The code of the problem that a post without scripts came back with. */
  problem: string | undefined;
  /** That post's values and issues. */
  posted: RefusedPost | null;
};

type Refusal = Extract<Sent, { ok: false }>['problem'];

/** The issues of text that the form itself cannot parse (JSON), worded like the server's. */
function readInput(
  form: HTMLFormElement,
  schema: JsonSchema,
): { input: ReturnType<typeof readInputs> } | { refused: Refusal } {
  try {
    return { input: readInputs(form, schema, { prefix }) };
  } catch (error) {
    if (!(error instanceof FormDataError)) throw error;
    const code = error.code === 'invalid' ? 'invalid' : 'malformed';
    return { refused: { code, issues: issuesBelow(prefix, [...error.issues]) } };
  }
}

function useSending({ workflowId, schema, draftKey, posted }: RequestFormProps, onSent: () => void) {
  const router = useRouter();
  const [busy, setBusy] = useState(false);
  const [refused, setRefused] = useState<Refusal | undefined>(
    posted && posted.issues.length > 0 ? { code: 'invalid', issues: posted.issues } : undefined,
  );
  const sending = useRef(false);
  const key = useRef<ReturnType<typeof requestKey>>(undefined);

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    // `busy` is not rendered yet when a second click comes.
    if (sending.current) return;
    const read = readInput(event.currentTarget, schema);
    if ('refused' in read) return setRefused(read.refused);
    sending.current = true;
    setBusy(true);
    key.current ??= requestKey(draftKey, tabStore());
    const sent = await sendRequest(workflowId, read.input, key.current.take());
    if (isSettled(sent)) key.current.settle();
    if (sent.ok) {
      onSent();
      router.push(`/runs/${sent.runId}` as Route);
      return;
    }
    sending.current = false;
    setBusy(false);
    setRefused(sent.problem);
  }
  return { busy, refused, submit };
}

/** The form of one workflow. Without scripts it is a plain post; with them typed values survive a refusal. */
export function RequestForm(props: RequestFormProps) {
  const { workflowId, schema, idempotencyKey, draftKey, problem, posted } = props;
  const kept = useDraft(draftKey, schema);
  const { draft, save, clear, formKey } = kept;
  const [discarded, setDiscarded] = useState(0);
  const { busy, refused, submit } = useSending(props, clear);
  const issues = refused?.issues ?? noIssues;
  const hydrated = useHydrated();
  const startOver = () => {
    clear();
    setDiscarded((count) => count + 1);
  };
  return (
    <form
      action="/api/runs"
      method="post"
      onSubmit={submit}
      // The server reports all missing fields at once; without scripts the browser checks first.
      noValidate={hydrated}
      className="flex flex-col gap-5"
    >
      <EnterButton />
      <input type="hidden" name="workflowId" value={workflowId} />
      <input type="hidden" name="idempotencyKey" value={idempotencyKey} />
      {issues.length > 0 ? (
        <ErrorSummary errors={issues} schema={schema} prefix={prefix} />
      ) : (
        <RequestProblemNotice
          code={refused?.code ?? problem}
          requestId={refused?.requestId}
          attempt={refused}
        />
      )}
      <DraftElsewhere {...kept} />
      <SchemaForm
        key={`${formKey}/${discarded}`}
        schema={schema}
        prefix={prefix}
        label={formTexts.request}
        defaultValue={discarded > 0 ? undefined : (posted?.values ?? draft)}
        unread={posted?.unread}
        picked={posted?.picked}
        errors={issues}
        onChange={save}
      />
      <div className="flex flex-wrap items-center gap-3">
        <Button type="submit" variant="primary" size="lg" busy={busy} busyLabel={newTexts.sending}>
          {newTexts.submit}
        </Button>
        {draft !== undefined && posted === null && discarded === 0 && (
          <p className="flex items-center gap-1 text-sm text-ink-muted">
            {newTexts.draftKept}
            <Button variant="ghost" size="sm" onClick={startOver}>
              {newTexts.discard}
            </Button>
          </p>
        )}
      </div>
    </form>
  );
}
