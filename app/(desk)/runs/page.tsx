import { Send } from 'lucide-react';
import type { Metadata, Route } from 'next';
import { RunRow } from '@/components/run/run-row';
import { runsHref, RunViews, type RunGroup } from '@/components/run/run-views';
import { EmptyState } from '@/components/ui/empty-state';
import { LinkButton } from '@/components/ui/link-button';
import { orNotFound, pageContext } from '@/lib/api/http/page-context';
import { maySeeAllRuns } from '@/lib/people/may-see-run';
import { listRuns, parseRunQuery } from '@/lib/desk/runs/list-runs';
import { runsTexts } from '@/lib/base/texts/runs';

export const metadata: Metadata = { title: runsTexts.title };

function Empty({ group, paged }: { group: RunGroup; paged: boolean }) {
  const { title, body } = runsTexts.empty[paged ? 'page' : (group ?? 'all')];
  return (
    <EmptyState
      title={title}
      icon={<Send />}
      action={
        <LinkButton href="/new" variant="primary">
          {runsTexts.newRequest}
        </LinkButton>
      }
    >
      {body}
    </EmptyState>
  );
}

async function load(searchParams: PageProps<'/runs'>['searchParams']) {
  const ctx = await pageContext();
  const query = parseRunQuery(await searchParams);
  return { query, page: await listRuns(ctx, query), mayChooseScope: maySeeAllRuns(ctx.actor) };
}

export default async function RunsPage({ searchParams }: PageProps<'/runs'>) {
  const { query, page, mayChooseScope } = await orNotFound(load(searchParams));
  const { scope, status, cursor } = query;
  const group = status === 'active' || status === 'finished' ? status : undefined;
  return (
    <div className="mx-auto flex max-w-4xl flex-col gap-4 px-4 py-6 md:px-6">
      <header className="flex flex-wrap items-center justify-between gap-2">
        <h1 className="text-2xl font-semibold">{scope === 'all' ? runsTexts.title : runsTexts.mine}</h1>
        {page.items.length > 0 && (
          <LinkButton href="/new" variant="primary">
            {runsTexts.newRequest}
          </LinkButton>
        )}
      </header>
      <RunViews scope={scope} group={group} mayChooseScope={mayChooseScope} />
      {page.items.length === 0 ? (
        <Empty group={group} paged={cursor !== undefined} />
      ) : (
        <ul className="divide-y overflow-hidden rounded-lg border bg-surface">
          {page.items.map((run) => (
            <RunRow key={run.runId} run={run} showRequester={scope === 'all'} />
          ))}
        </ul>
      )}
      <div className="flex flex-wrap gap-2">
        {cursor && <LinkButton href={runsHref({ scope, group }) as Route}>{runsTexts.newest}</LinkButton>}
        {page.nextCursor && (
          <LinkButton href={runsHref({ scope, group, cursor: page.nextCursor }) as Route}>
            {runsTexts.more}
          </LinkButton>
        )}
      </div>
    </div>
  );
}
