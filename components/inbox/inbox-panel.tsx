import { ChevronLeft, MousePointerClick } from 'lucide-react';
import type { Route } from 'next';
import Link from 'next/link';
import { cn } from '@/components/ui/cn';
import { EmptyState } from '@/components/ui/empty-state';
import { PanelSkeleton } from '@/components/task/panel-skeleton';
import { TaskPanel, type TaskPanelProps } from '@/components/task/task-panel';
import { inboxTexts } from '@/lib/base/texts/desk';

export type InboxPanelProps = Pick<TaskPanelProps, 'doneHref' | 'nextHref'> & {
  /** The shown task; null when there is none, or this reader may not see it. */
  loaded: Omit<TaskPanelProps, 'level' | 'doneHref' | 'nextHref'> | null;
  /** The address names the task; on phones it then takes the place of the list. */
  chosen: boolean;
  listHref: Route;
};

/** The right side of the inbox. While another task loads, a skeleton replaces the old one. */
export function InboxPanel({ loaded, chosen, listHref, ...hrefs }: InboxPanelProps) {
  return (
    <div className={cn('relative min-w-0 bg-surface md:overflow-y-auto', !chosen && 'max-md:hidden')}>
      {chosen && (
        <div className="md:hidden">
          <h1 className="sr-only">{inboxTexts.title}</h1>
          <Link
            href={listHref}
            className="flex items-center gap-1 px-3 pt-3 font-medium text-ink-muted no-underline"
          >
            <ChevronLeft aria-hidden className="size-4" />
            {inboxTexts.back}
          </Link>
        </div>
      )}
      <div className="hidden group-has-[[data-slow]]/inbox:block">
        <PanelSkeleton />
      </div>
      <div className="group-has-[[data-slow]]/inbox:hidden">
        {loaded && <TaskPanel {...loaded} {...hrefs} level={2} />}
        {!loaded && chosen && (
          <EmptyState title={inboxTexts.gone.title} icon={<MousePointerClick />}>
            {inboxTexts.gone.body}
          </EmptyState>
        )}
      </div>
    </div>
  );
}
