import type { Metadata } from 'next';
import { cache } from 'react';
import { BackLink } from '@/components/run/back-link';
import { ownTitle } from '@/components/run/run-status';
import { CopyButton } from '@/components/snapshot/copy-button';
import { FindingsNotice } from '@/components/snapshot/findings-notice';
import { SnapshotNotice } from '@/components/snapshot/snapshot-notice';
import { SnapshotView } from '@/components/snapshot/snapshot-view';
import { buttonClasses } from '@/components/ui/button';
import { orNotFound, pageContext } from '@/lib/api/http/page-context';
import { getSnapshot } from '@/lib/desk/runs/get-snapshot';
import { runFindings } from '@/lib/desk/runs/run-findings';
import { snapshotTexts } from '@/lib/base/texts/snapshot';

const load = cache(async (runId: string) => {
  const ctx = await pageContext();
  const [detail, findings] = await Promise.all([
    orNotFound(getSnapshot(ctx, runId)),
    runFindings(ctx, runId),
  ]);
  return { detail, findings };
});

export async function generateMetadata({ params }: PageProps<'/runs/[runId]/snapshot'>): Promise<Metadata> {
  return { title: `${snapshotTexts.title}: ${ownTitle((await load((await params).runId)).detail)}` };
}

export default async function SnapshotPage({ params }: PageProps<'/runs/[runId]/snapshot'>) {
  const { detail, findings } = await load((await params).runId);
  const { runId, workflowTitle, snapshot } = detail;
  return (
    <div className="mx-auto flex max-w-4xl flex-col gap-6 px-4 py-6 md:px-6">
      <header className="flex flex-col gap-2">
        <BackLink href={`/runs/${runId}`}>{snapshotTexts.back}</BackLink>
        <div>
          <p className="text-sm text-ink-muted">
            {snapshotTexts.title} · {workflowTitle}
          </p>
          <h1 className="text-2xl font-semibold">{ownTitle(detail)}</h1>
          <p className="mt-1 text-ink-muted">{snapshotTexts.intro}</p>
        </div>
        <div className="flex flex-wrap items-center gap-2">
          {snapshot && (
            <a
              className={buttonClasses({ size: 'sm' })}
              href={`/api/runs/${encodeURIComponent(runId)}/snapshot?download=1`}
              download
            >
              {snapshotTexts.download}
            </a>
          )}
          <CopyButton text={runId} label={snapshotTexts.copyRun}>
            {snapshotTexts.copyRun}
          </CopyButton>
        </div>
      </header>
      <SnapshotNotice detail={detail} />
      <FindingsNotice findings={findings} />
      {snapshot && <SnapshotView snapshot={snapshot} />}
    </div>
  );
}
