import { ChevronLeft } from 'lucide-react';
import type { Metadata, Route } from 'next';
import Link from 'next/link';
import { DecisionNotice } from '@/components/task/decision-notice';
import { TaskPanel } from '@/components/task/task-panel';
import { orNotFound, pageContext } from '@/lib/http/page-context';
import { refusedPost } from '@/lib/forms/refused-posts';
import { listTasks, parseTaskQuery } from '@/lib/tasks/list-tasks';
import { inboxTexts } from '@/lib/texts/desk';
import { digestIn, findTask, loadTask } from '../load-task';

export async function generateMetadata({ params }: PageProps<'/tasks/[taskId]'>): Promise<Metadata> {
  const found = await findTask((await params).taskId);
  return { title: found?.task.title ?? inboxTexts.gone.title };
}

export default async function TaskPage({ params, searchParams }: PageProps<'/tasks/[taskId]'>) {
  const [{ taskId }, query, ctx] = [await params, await searchParams, await pageContext()];
  const loaded = await orNotFound(loadTask(taskId, digestIn(query.was)));
  const refused = await refusedPost(ctx, `task:${taskId}`, query.post);
  // What was wrong stands at its fields then.
  const problem = refused !== null && refused.issues.length > 0 ? undefined : query.problem;
  const waiting = await listTasks(ctx, parseTaskQuery({ limit: 2 }));
  const next = waiting.items.find((each) => each.taskId !== taskId);
  const href = `/tasks/${encodeURIComponent(taskId)}`;
  const nextHref = next ? (`/tasks/${encodeURIComponent(next.taskId)}` as Route) : null;
  return (
    <div className="mx-auto min-h-dvh max-w-4xl bg-surface md:border-x">
      <Link href="/inbox" className="flex items-center gap-1 px-3 pt-3 font-medium text-ink-muted no-underline hover:text-ink md:px-5">
        <ChevronLeft aria-hidden className="size-4" />
        {inboxTexts.back}
      </Link>
      <DecisionNotice done={query.done === '1' && loaded.task.state === 'decided'} problem={loaded.past === null ? problem : undefined} nextHref={nextHref} />
      <TaskPanel {...loaded} refused={refused} level={1} doneHref={`${href}?done=1` as Route} nextHref={nextHref} />
    </div>
  );
}
