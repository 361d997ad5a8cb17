import { SchemaView } from '@/components/schema-view/schema-view';
import type { TaskDetail } from '@/lib/desk/tasks/types';
import { isStepInput } from '@/lib/engine/evidence';
import { taskTexts } from '@/lib/base/texts/desk';
import { CutNotice } from './cut-notice';
import { PanelSection } from './panel-section';

/** The evidence: the suspend payload formatted by its schema. An agent's intended action is never folded. */
export function Evidence({
  task: { taskId, kind, payload, payloadCut, payloadSchema, canDecide, canReveal },
}: {
  task: TaskDetail;
}) {
  const href = `/api/tasks/${encodeURIComponent(taskId)}`;
  return (
    <PanelSection id="evidence" title={taskTexts.evidence}>
      {payloadCut && <CutNotice href={`${href}/payload`} asks={canDecide} />}
      {payload === null ? (
        <p className="text-ink-muted">{taskTexts.noEvidence}</p>
      ) : (
        <>
          {isStepInput(payloadSchema) && <p className="mb-2 text-ink-muted">{taskTexts.stepInput}</p>}
          <SchemaView
            schema={payloadSchema ?? true}
            value={payload}
            label={taskTexts.evidence}
            whole={kind === 'tool-call'}
            revealHref={canReveal ? `${href}/reveal` : undefined}
          />
        </>
      )}
    </PanelSection>
  );
}
