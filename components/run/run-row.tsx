import { isFinal } from '@/db/enums';
import type { Route } from 'next';
import Link from 'next/link';
import { RelativeTime } from '@/components/ui/relative-time';
import type { RunSummary } from '@/lib/desk/runs/types';
import { runsTexts } from '@/lib/base/texts/runs';
import { ownTitle } from './run-status';
import { StatusBadge } from './status-badge';

/** The most relevant time: the end, else since when somebody is asked, else the last change. */
function LastMoment({ run }: { run: RunSummary }) {
  const ended = isFinal(run.status);
  const words = ended ? runsTexts.ended : run.waitingOn.length > 0 ? runsTexts.asked : runsTexts.changed;
  return (
    <span className="text-sm text-ink-subtle">
      {words} <RelativeTime date={ended ? (run.finishedAt ?? run.updatedAt) : run.updatedAt} />
    </span>
  );
}

/** One request: title, status, whom it waits for and since when. The whole row is the link. */
export function RunRow({ run, showRequester }: { run: RunSummary; showRequester: boolean }) {
  return (
    <li className="relative flex flex-col gap-x-4 gap-y-1 px-4 py-3 transition-colors hover:bg-hover sm:flex-row sm:items-center">
      <div className="min-w-0 flex-1">
        <Link
          href={`/runs/${run.runId}` as Route}
          className="line-clamp-2 text-lg font-medium after:absolute after:inset-0 focus-visible:outline-none focus-visible:after:outline-2 focus-visible:after:-outline-offset-2 focus-visible:after:outline-focus"
        >
          {ownTitle(run)}
        </Link>
        <p className="text-sm text-ink-muted">
          {run.workflowTitle}
          {showRequester && ` · ${run.requester.name}`}
          {' · '}
          {runsTexts.requested} <RelativeTime date={run.createdAt} />
        </p>
      </div>
      <p className="flex min-w-0 flex-wrap items-center gap-x-2 gap-y-0.5 sm:max-w-2/5 sm:flex-col sm:items-end">
        <StatusBadge status={run.status} waitingOn={run.waitingOn} />
        <LastMoment run={run} />
      </p>
    </li>
  );
}
