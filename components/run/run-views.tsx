import type { Route } from 'next';
import Link from 'next/link';
import { cn } from '@/components/ui/cn';
import { runsTexts } from '@/lib/base/texts/runs';

export type RunScope = 'mine' | 'all';
export type RunGroup = 'active' | 'finished' | undefined;

type View = { href: string; label: string; current: boolean };

/** The address of a view of the list; defaults are left out. */
export function runsHref({
  scope,
  group,
  cursor,
}: {
  scope: RunScope;
  group: RunGroup;
  cursor?: string;
}): string {
  const query = new URLSearchParams();
  if (scope === 'all') query.set('scope', scope);
  if (group) query.set('status', group);
  if (cursor) query.set('cursor', cursor);
  return query.size > 0 ? `/runs?${query}` : '/runs';
}

function Views({ label, views }: { label: string; views: View[] }) {
  return (
    <nav aria-label={label}>
      <ul className="flex flex-wrap gap-1">
        {views.map(({ href, label: text, current }) => (
          <li key={href}>
            <Link
              href={href as Route}
              aria-current={current ? 'page' : undefined}
              className={cn(
                'inline-flex min-h-8 items-center rounded-md px-3 font-medium transition-colors',
                current ? 'bg-accent-soft text-accent-ink' : 'text-ink-muted hover:bg-hover hover:text-ink',
              )}
            >
              {text}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}

const groups: { group: RunGroup; label: string }[] = [
  { group: undefined, label: runsTexts.all },
  { group: 'active', label: runsTexts.active },
  { group: 'finished', label: runsTexts.finished },
];

const scopes: { scope: RunScope; label: string }[] = [
  { scope: 'mine', label: runsTexts.mine },
  { scope: 'all', label: runsTexts.everyone },
];

/** Links to the views of the list; the choice of scope is only for people who may see all requests. */
export function RunViews({
  scope,
  group,
  mayChooseScope,
}: {
  scope: RunScope;
  group: RunGroup;
  mayChooseScope: boolean;
}) {
  return (
    <div className="flex flex-wrap justify-between gap-x-6 gap-y-2">
      <Views
        label={runsTexts.groups}
        views={groups.map((one) => ({
          href: runsHref({ scope, group: one.group }),
          label: one.label,
          current: one.group === group,
        }))}
      />
      {mayChooseScope && (
        <Views
          label={runsTexts.views}
          views={scopes.map((one) => ({
            href: runsHref({ scope: one.scope, group }),
            label: one.label,
            current: one.scope === scope,
          }))}
        />
      )}
    </div>
  );
}
