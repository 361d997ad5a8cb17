import { SchemaView } from '@/components/schema-view/schema-view';
import type { TaskDetail } from '@/lib/tasks/types';
import { taskTexts } from '@/lib/texts/desk';
import { CutNotice } from './cut-notice';
import { PanelSection } from './panel-section';

/** What the question is about: the suspend payload, as its schema means it. */
export function Evidence({
  task: { taskId, payload, payloadCut, payloadSchema, canReveal },
}: {
  task: TaskDetail;
}) {
  const href = `/api/tasks/${encodeURIComponent(taskId)}`;
  return (
    <PanelSection id="evidence" title={taskTexts.evidence}>
      {payloadCut && <CutNotice href={`${href}/payload`} />}
      {payload === null ? (
        <p className="text-ink-muted">{taskTexts.noEvidence}</p>
      ) : (
        <SchemaView
          schema={payloadSchema ?? true}
          value={payload}
          label={taskTexts.evidence}
          revealHref={canReveal ? `${href}/reveal` : undefined}
        />
      )}
    </PanelSection>
  );
}
