import { SchemaView } from '@/components/schema-view/schema-view';
import type { TaskDetail } from '@/lib/tasks/types';
import { taskTexts } from '@/lib/texts/desk';
import { PanelSection } from './panel-section';

/** What the question is about: the suspend payload, as its schema means it. */
export function Evidence({ task: { payload, payloadSchema } }: { task: TaskDetail }) {
  return (
    <PanelSection id="evidence" title={taskTexts.evidence}>
      {payload === null ? <p className="text-ink-muted">{taskTexts.noEvidence}</p> : <SchemaView schema={payloadSchema ?? true} value={payload} label={taskTexts.evidence} />}
    </PanelSection>
  );
}
