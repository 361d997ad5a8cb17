import { isFinal } from '@/db/enums';
import type { Metadata } from 'next';
import { cache } from 'react';
import { CancelRun } from '@/components/run/cancel-run';
import { LiveRun } from '@/components/run/live-run';
import { RunHeader } from '@/components/run/run-header';
import { RunInput } from '@/components/run/run-input';
import { RunOutcome } from '@/components/run/run-outcome';
import { ownTitle, statusWords, waitingOn } from '@/components/run/run-status';
import { workingOf } from '@/components/run/working';
import { RunTimeline } from '@/components/run/run-timeline';
import { FindingsNotice } from '@/components/snapshot/findings-notice';
import { Card, Section } from '@/components/ui/card';
import { LinkButton } from '@/components/ui/link-button';
import { ProblemNotice } from '@/components/ui/problem-notice';
import { orNotFound, pageContext } from '@/lib/api/http/page-context';
import { maySeeAllRuns } from '@/lib/people/may-see-run';
import { inOneTrip, together } from '@/lib/base/reads';
import { runDetailRead } from '@/lib/desk/runs/get-run';
import { withLiveSteps } from '@/lib/desk/runs/live-steps';
import { runFindingsRead } from '@/lib/desk/runs/run-findings';
import { cancelTexts, runTexts } from '@/lib/base/texts/runs';
import { snapshotTexts } from '@/lib/base/texts/snapshot';

const load = cache(async (runId: string) => {
  const ctx = await pageContext();
  const { run, findings } = await orNotFound(
    inOneTrip(ctx.db, together({ run: runDetailRead(ctx, runId), findings: runFindingsRead(ctx, runId) })),
  );
  return { run: await withLiveSteps(ctx, run), findings, actor: ctx.actor };
});

export async function generateMetadata({ params }: PageProps<'/runs/[runId]'>): Promise<Metadata> {
  const { run } = await load((await params).runId);
  return { title: ownTitle(run) };
}

export default async function RunPage({ params, searchParams }: PageProps<'/runs/[runId]'>) {
  const { run, findings, actor } = await load((await params).runId);
  const { problem } = await searchParams;
  const { runId, status, lastEventId, canCancel } = run;
  const oversees = maySeeAllRuns(actor);
  const working = workingOf(run);
  return (
    <div className="mx-auto flex max-w-3xl flex-col gap-6 px-4 py-6 md:px-6">
      <RunHeader
        run={run}
        mine={run.requester.id === actor.id}
        live={
          <LiveRun
            runId={runId}
            lastEventId={lastEventId}
            active={!isFinal(status)}
            working={working !== null}
            summary={statusWords(status, waitingOn(run)).label}
          />
        }
        actions={
          (canCancel || oversees) && (
            <div className="flex flex-wrap gap-2">
              {oversees && <LinkButton href={`/runs/${runId}/snapshot`}>{snapshotTexts.open}</LinkButton>}
              {canCancel && <CancelRun runId={runId} />}
            </div>
          )
        }
      />
      {typeof problem === 'string' && (
        <ProblemNotice
          title={problem === 'conflict' ? cancelTexts.ended : cancelTexts.failed}
          safe={problem === 'conflict' ? undefined : cancelTexts.failedSafe}
        />
      )}
      <FindingsNotice findings={findings} />
      <RunOutcome run={run} />
      <Section id="timeline" title={runTexts.timeline}>
        <Card>
          {working && <p className="mb-4 text-sm text-ink-muted">{runTexts.working(working)}</p>}
          <RunTimeline run={run} />
        </Card>
      </Section>
      <RunInput run={run} />
    </div>
  );
}
