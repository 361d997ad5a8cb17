import type { ReactNode } from 'react';
import { RelativeTime } from '@/components/ui/relative-time';
import type { RunDetail } from '@/lib/desk/runs/types';
import { runTexts } from '@/lib/base/texts/runs';
import { BackLink } from './back-link';
import { ownTitle, waitingOn } from './run-status';
import { StatusBadge } from './status-badge';

type Props = {
  run: RunDetail;
  /** The reader asked for it. */
  mine: boolean;
  live: ReactNode;
  actions: ReactNode;
};

/** The request: title, status, requester and time. */
export function RunHeader({ run, mine, live, actions }: Props) {
  return (
    <header className="flex flex-col gap-2">
      <BackLink href="/runs">{runTexts.back}</BackLink>
      <div>
        <p className="text-sm text-ink-muted">{run.workflowTitle}</p>
        <h1 className="text-2xl font-semibold">{ownTitle(run)}</h1>
      </div>
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <StatusBadge status={run.status} waitingOn={waitingOn(run)} />
        <p className="text-sm text-ink-muted">
          {runTexts.by} {mine ? runTexts.you : run.requester.name} · <RelativeTime date={run.createdAt} />
          {run.finishedAt && (
            <>
              {' · '}
              {runTexts.ended} <RelativeTime date={run.finishedAt} />
            </>
          )}
        </p>
        {live}
        {actions && <div className="max-sm:basis-full sm:ml-auto">{actions}</div>}
      </div>
    </header>
  );
}
