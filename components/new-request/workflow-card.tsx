import type { Route } from 'next';
import Link from 'next/link';
import type { WorkflowInfo } from '@/lib/engine/workflow-info';
import { newTexts } from '@/lib/base/texts/runs';

/** Who will be asked, in words: "2 decisions: Manager approval, Finance approval". */
export const decisionsOf = ({ humanSteps }: Pick<WorkflowInfo, 'humanSteps'>): string =>
  humanSteps.length === 0 ? newTexts.noDecision : newTexts.decisions(humanSteps.map(({ title }) => title));

/** One workflow that can be started. The whole card is the link, named by its title. */
export function WorkflowCard({ workflow }: { workflow: WorkflowInfo }) {
  const { id, title, description } = workflow;
  return (
    <li className="relative flex flex-col gap-1 rounded-lg border bg-surface p-4 transition-colors hover:border-line-strong hover:bg-hover">
      <h2 className="text-lg font-semibold">
        <Link
          href={`/new/${encodeURIComponent(id)}` as Route}
          className="after:absolute after:inset-0 after:rounded-lg focus-visible:outline-none focus-visible:after:outline-2 focus-visible:after:outline-offset-2 focus-visible:after:outline-focus"
        >
          {title}
        </Link>
      </h2>
      {description && <p className="text-ink-muted">{description}</p>}
      <p className="mt-auto pt-2 text-sm text-ink-subtle">{decisionsOf(workflow)}</p>
    </li>
  );
}
