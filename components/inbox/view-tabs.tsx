import Link from 'next/link';
import { cn } from '@/components/ui/cn';
import { inboxTexts } from '@/lib/base/texts/desk';
import { inboxHref, inboxViews, type InboxQuery } from './inbox-query';

/** The views as links; search and filter come along. */
export function ViewTabs({ query, seesAll }: { query: InboxQuery; seesAll: boolean }) {
  return (
    <nav aria-label={inboxTexts.viewsLabel} className="flex gap-1">
      {inboxViews
        .filter((view) => view !== 'all' || seesAll)
        .map((view) => (
          <Link
            key={view}
            href={inboxHref({ view, q: query.q, workflowId: query.workflowId })}
            aria-current={view === query.view ? 'page' : undefined}
            className={cn(
              'rounded-md px-2.5 py-1 text-sm font-medium text-ink-muted no-underline hover:bg-hover hover:text-ink',
              view === query.view &&
                'bg-accent-soft text-accent-ink hover:bg-accent-soft hover:text-accent-ink',
            )}
          >
            {inboxTexts.views[view]}
          </Link>
        ))}
    </nav>
  );
}
