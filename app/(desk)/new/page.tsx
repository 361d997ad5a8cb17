import type { Metadata } from 'next';
import { WorkflowCard } from '@/components/new-request/workflow-card';
import { searchWorkflows } from '@/components/new-request/search-workflows';
import { WorkflowSearch } from '@/components/new-request/workflow-search';
import { EmptyState } from '@/components/ui/empty-state';
import { LinkButton } from '@/components/ui/link-button';
import { ProblemNotice } from '@/components/ui/problem-notice';
import { pageContext } from '@/lib/api/http/page-context';
import { newTexts, requestProblem } from '@/lib/base/texts/runs';

export const metadata: Metadata = { title: newTexts.title };

/** From this many on, searching a list is quicker than reading it. */
const searchFrom = 7;

const textOf = (value: string | string[] | undefined) => (typeof value === 'string' ? value : '');

export default async function NewRequestPage({ searchParams }: PageProps<'/new'>) {
  const { engine } = await pageContext();
  const { q, problem } = await searchParams;
  const query = textOf(q).trim();
  const workflows = engine.workflows().toSorted((a, b) => a.title.localeCompare(b.title, 'en'));
  const found = searchWorkflows(workflows, query);
  const refused = requestProblem(textOf(problem) || undefined);
  return (
    <div className="mx-auto flex max-w-4xl flex-col gap-5 px-4 py-6 md:px-6">
      <header>
        <h1 className="text-2xl font-semibold">{newTexts.title}</h1>
        <p className="text-ink-muted">{newTexts.intro}</p>
      </header>
      {refused && <ProblemNotice {...refused} />}
      {workflows.length >= searchFrom && <WorkflowSearch query={query} />}
      {workflows.length === 0 && <EmptyState title={newTexts.none.title}>{newTexts.none.body}</EmptyState>}
      {workflows.length > 0 && found.length === 0 && (
        <EmptyState
          title={newTexts.noMatch.title}
          action={<LinkButton href="/new">{newTexts.noMatch.action}</LinkButton>}
        />
      )}
      <ul className="grid gap-3 sm:grid-cols-2">
        {found.map((workflow) => (
          <WorkflowCard key={workflow.id} workflow={workflow} />
        ))}
      </ul>
    </div>
  );
}
