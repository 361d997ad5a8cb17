import { ProblemNotice } from '@/components/ui/problem-notice';
import { RelativeTime } from '@/components/ui/relative-time';
import type { SnapshotDetail } from '@/lib/desk/runs/get-snapshot';
import { snapshotTexts } from '@/lib/base/texts/snapshot';

const { states, cut } = snapshotTexts;

/** Why there is no snapshot to show, or what is missing from the one shown. */
export function SnapshotNotice({ detail }: { detail: SnapshotDetail }) {
  switch (detail.state) {
    case 'none':
      return <ProblemNotice tone="info" title={states.none.title} safe={states.none.body} />;
    case 'lost':
      return <ProblemNotice tone="warning" title={states.lost.title} safe={states.lost.body} />;
    case 'pruned':
      return (
        <ProblemNotice
          tone="info"
          title={states.pruned.title}
          safe={
            <>
              {states.pruned.body} <RelativeTime date={detail.prunedAt ?? ''} exact />.
            </>
          }
          todo={states.pruned.kept}
        />
      );
    case 'unreadable':
      return (
        <ProblemNotice title={states.unreadable.title} safe={states.unreadable.body}>
          <code className="font-mono text-sm wrap-anywhere whitespace-pre-wrap">{detail.problem}</code>
        </ProblemNotice>
      );
    case 'kept':
      return (
        <>
          {!detail.workflowKnown && (
            <ProblemNotice tone="warning" title={states.unknown.title} safe={states.unknown.body} />
          )}
          {detail.cut && <ProblemNotice tone="info" title={cut.title} safe={cut.body} />}
        </>
      );
    default:
      return detail.state satisfies never;
  }
}
