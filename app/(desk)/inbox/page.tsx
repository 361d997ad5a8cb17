import type { Metadata } from 'next';
import { FilterForm } from '@/components/inbox/filter-form';
import { inboxHref, parseInboxQuery, taskAfter, toTaskParams } from '@/components/inbox/inbox-query';
import { InboxPanel } from '@/components/inbox/inbox-panel';
import { KeepFresh } from '@/components/inbox/keep-fresh';
import { TaskList } from '@/components/inbox/task-list';
import { ViewTabs } from '@/components/inbox/view-tabs';
import { cn } from '@/components/ui/cn';
import { pageContext } from '@/lib/api/http/page-context';
import { seesEveryTask } from '@/lib/people/eligibility';
import { getInbox } from '@/lib/desk/inbox/get-inbox';
import { parseTaskQuery } from '@/lib/desk/tasks/task-query';
import { inboxTexts } from '@/lib/base/texts/desk';
import { digestIn, workflowTitles } from '../tasks/load-task';

export const metadata: Metadata = { title: inboxTexts.title };

/**
 * The list beside the chosen task, or the first task when none is chosen. On phones only one of them shows:
 * the task if the address names one, else the list. Nothing is streamed, so the page is complete without
 * scripts.
 */
export default async function InboxPage({ searchParams }: PageProps<'/inbox'>) {
  const ctx = await pageContext();
  const seesAll = seesEveryTask(ctx.actor);
  const params = await searchParams;
  const query = parseInboxQuery(params, seesAll);
  const { tasks, panel } = await getInbox(
    ctx,
    { ...parseTaskQuery(toTaskParams(query)), limit: query.limit },
    { taskId: query.task, was: digestIn(params.was) },
  );
  const ids = tasks.items.map(({ taskId }) => taskId);
  const selected = query.task ?? ids[0] ?? null;
  const after = selected === null ? null : taskAfter(ids, selected);
  const titles = workflowTitles(ctx);
  return (
    <div className="group/inbox md:grid md:h-dvh md:grid-cols-[clamp(17rem,28vw,24rem)_minmax(0,1fr)]">
      <section
        aria-labelledby="inbox-title"
        className={cn('min-w-0 border-r bg-surface md:overflow-y-auto', query.task && 'max-md:hidden')}
      >
        <div className="flex flex-col gap-3 border-b bg-surface p-4 md:[@media(min-height:34rem)]:sticky md:[@media(min-height:34rem)]:top-0 md:[@media(min-height:34rem)]:z-10">
          <h1 id="inbox-title" className="text-xl font-semibold">
            {inboxTexts.title}
          </h1>
          <ViewTabs query={query} seesAll={seesAll} />
          <FilterForm
            query={query}
            workflows={Object.entries(titles).map(([id, title]) => ({ id, title }))}
          />
        </div>
        <TaskList
          tasks={tasks}
          query={query}
          selected={selected}
          now={ctx.clock.now().getTime()}
          workflowTitles={titles}
        />
      </section>
      <InboxPanel
        loaded={panel}
        chosen={query.task !== null}
        listHref={inboxHref({ ...query, task: null })}
        doneHref={inboxHref({ ...query, task: after })}
        nextHref={after === null ? null : inboxHref({ ...query, task: after })}
      />
      <KeepFresh href={inboxHref({ ...query, task: selected })} />
    </div>
  );
}
