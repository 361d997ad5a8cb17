import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { randomUUID } from 'node:crypto';
import { BackLink } from '@/components/run/back-link';
import { RequestForm } from '@/components/new-request/request-form';
import { decisionsOf } from '@/components/new-request/workflow-card';
import { Card } from '@/components/ui/card';
import { pageContext } from '@/lib/api/http/page-context';
import { refusedPost } from '@/lib/api/http/refused-posts';
import { decoded } from '@/lib/base/readable/decoded';
import { newTexts } from '@/lib/base/texts/runs';

async function load(params: PageProps<'/new/[workflowId]'>['params']) {
  const ctx = await pageContext();
  const { workflowId } = await params;
  const workflow = ctx.engine.workflow(decoded(workflowId) ?? workflowId);
  if (!workflow) notFound();
  return { workflow, ctx };
}

export async function generateMetadata({ params }: PageProps<'/new/[workflowId]'>): Promise<Metadata> {
  const { workflow } = await load(params);
  return { title: workflow.title };
}

export default async function NewRequestFormPage({ params, searchParams }: PageProps<'/new/[workflowId]'>) {
  const { workflow, ctx } = await load(params);
  const { problem, post } = await searchParams;
  const posted = await refusedPost(ctx, `new:${workflow.id}`, post);
  return (
    <div className="mx-auto flex max-w-2xl flex-col gap-5 px-4 py-6 md:px-6">
      <header className="flex flex-col gap-1">
        <BackLink href="/new">{newTexts.back}</BackLink>
        <h1 className="text-2xl font-semibold">{workflow.title}</h1>
        {workflow.description && <p className="text-ink-muted">{workflow.description}</p>}
        <p className="text-sm text-ink-subtle">{decisionsOf(workflow)}</p>
      </header>
      <Card className="sm:p-6">
        <RequestForm
          workflowId={workflow.id}
          schema={workflow.inputSchema ?? {}}
          idempotencyKey={posted?.key ?? randomUUID()}
          draftKey={`${ctx.actor.id}/new/${workflow.id}`}
          problem={typeof problem === 'string' ? problem : undefined}
          posted={posted}
        />
      </Card>
    </div>
  );
}
