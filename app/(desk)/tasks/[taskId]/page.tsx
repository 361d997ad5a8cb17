import { ChevronLeft } from 'lucide-react';
import type { Metadata, Route } from 'next';
import Link from 'next/link';
import { notFound } from 'next/navigation';
import { cache } from 'react';
import { DecisionNotice } from '@/components/task/decision-notice';
import { TaskPanel } from '@/components/task/task-panel';
import { pageContext } from '@/lib/api/http/page-context';
import { refusedPostRead } from '@/lib/api/http/refused-posts';
import { inOneTrip, orNull, together } from '@/lib/base/reads';
import { panelRead } from '@/lib/desk/inbox/get-panel';
import { nextTaskRead } from '@/lib/desk/tasks/list-tasks';
import { inboxTexts } from '@/lib/base/texts/desk';
import { digestIn } from '../load-task';

type Query = Awaited<PageProps<'/tasks/[taskId]'>['searchParams']>;

const load = cache(async (taskId: string, was: Query[string], post: Query[string]) => {
  const ctx = await pageContext();
  const reads = {
    panel: orNull(panelRead(ctx, taskId, digestIn(was))),
    refused: refusedPostRead(ctx, `task:${taskId}`, post),
    next: nextTaskRead(ctx, taskId),
  };
  return inOneTrip(ctx.db, together(reads));
});

export async function generateMetadata({
  params,
  searchParams,
}: PageProps<'/tasks/[taskId]'>): Promise<Metadata> {
  const { was, post } = await searchParams;
  const { panel } = await load((await params).taskId, was, post);
  return { title: panel?.task.title ?? inboxTexts.gone.title };
}

export default async function TaskPage({ params, searchParams }: PageProps<'/tasks/[taskId]'>) {
  const [{ taskId }, query] = [await params, await searchParams];
  const { panel, refused, next } = await load(taskId, query.was, query.post);
  if (!panel) notFound();
  // With issues, the errors are shown beside their fields instead.
  const problem = refused !== null && refused.issues.length > 0 ? undefined : query.problem;
  const href = `/tasks/${encodeURIComponent(taskId)}`;
  const nextHref = next === null ? null : (`/tasks/${encodeURIComponent(next)}` as Route);
  return (
    <div className="mx-auto min-h-dvh max-w-4xl bg-surface md:border-x">
      <Link
        href="/inbox"
        className="flex items-center gap-1 px-3 pt-3 font-medium text-ink-muted no-underline hover:text-ink md:px-5"
      >
        <ChevronLeft aria-hidden className="size-4" />
        {inboxTexts.back}
      </Link>
      <DecisionNotice
        done={query.done === '1' && panel.task.state === 'decided'}
        problem={panel.past === null ? problem : undefined}
        nextHref={nextHref}
      />
      <TaskPanel
        {...panel}
        refused={refused}
        level={1}
        doneHref={`${href}?done=1` as Route}
        nextHref={nextHref}
      />
    </div>
  );
}
