import type { Metadata, Route } from 'next';
import { headers } from 'next/headers';
import { redirect } from 'next/navigation';
import { LinkForm } from '@/components/link/link-form';
import { SchemaView } from '@/components/schema-view/schema-view';
import { TaskFacts } from '@/components/task/task-facts';
import { signInPath } from '@/lib/accounts/sign-in/safe-next';
import { refusedPost } from '@/lib/api/http/refused-posts';
import { linkContext } from '@/lib/api/http/link-context';
import { auditRefusal } from '@/lib/tell/links/audit-refusal';
import { codeExpiry, confirmationOf } from '@/lib/tell/links/link-code';
import { LinkRefused } from '@/lib/tell/links/link-refusal';
import { readLink } from '@/lib/tell/links/open-link';
import { heldNames } from '@/lib/base/schema/prefill';
import { taskTexts } from '@/lib/base/texts/desk';
import { linkTexts } from '@/lib/base/texts/links';

export const metadata: Metadata = { title: linkTexts.title, referrer: 'no-referrer' };

/** The task behind a link, or a page that says why the link doesn't work. Opening it never changes anything. */
async function open(token: string) {
  const context = await linkContext(await headers());
  try {
    const link = await readLink(context, token);
    // People who are signed in decide on the full task page.
    if (link.proof === null) redirect(`/tasks/${encodeURIComponent(link.claims.taskId)}` as Route);
    const sent = link.proof === 'code' && (await codeExpiry(context, link.claims.id)) !== null;
    return { ...link, proof: link.proof, sent };
  } catch (error) {
    if (!(error instanceof LinkRefused)) throw error;
    // Sign-in returns to the task, so that the sign-in page's address has no token.
    if (error.reason === 'signIn' && error.claims)
      redirect(signInPath(`/tasks/${error.claims.taskId}`) as Route);
    redirect(`/links/problem/${await auditRefusal(context, error)}`);
  }
}

export default async function LinkPage({ params, searchParams }: PageProps<'/links/[token]'>) {
  const [{ token }, query] = [await params, await searchParams];
  const { claims, ctx, task, proof, sent } = await open(token);
  const refused = await refusedPost(ctx, `link:${claims.id}`, query.post);
  const late = task.dueAt !== null && Date.parse(task.dueAt) < ctx.clock.now().getTime();
  return (
    <div className="min-h-dvh bg-surface">
      <main className="mx-auto flex max-w-2xl flex-col gap-5 px-4 py-8">
        <div className="flex flex-col gap-2">
          <p className="font-semibold text-accent-ink">Countersign</p>
          <h1 className="text-2xl font-semibold wrap-break-word">{task.title}</h1>
          <TaskFacts
            task={task}
            late={late}
            workflowTitle={ctx.engine.workflow(task.workflowId)?.title ?? task.workflowId}
          />
        </div>
        <section aria-labelledby="evidence" className="flex flex-col gap-3 border-t pt-5">
          <h2 id="evidence" className="text-lg font-semibold">
            {taskTexts.evidence}
          </h2>
          {task.payload === null ? (
            <p className="text-ink-muted">{taskTexts.noEvidence}</p>
          ) : (
            <SchemaView
              schema={task.payloadSchema ?? true}
              value={task.payload}
              label={taskTexts.evidence}
              within
              whole
            />
          )}
        </section>
        <LinkForm
          action={`/links/${token}`}
          task={task}
          name={ctx.actor.name}
          proof={proof === 'code' ? { by: proof, sent } : { by: proof, number: confirmationOf(claims.id) }}
          refused={refused}
          held={heldNames(task.payload, task.resumeSchema)}
        />
        <p className="border-t pt-4 text-sm text-ink-muted">
          {linkTexts.others}{' '}
          <a href={`/tasks/${encodeURIComponent(task.taskId)}`} className="text-accent-ink underline">
            {linkTexts.open}
          </a>
        </p>
      </main>
    </div>
  );
}
