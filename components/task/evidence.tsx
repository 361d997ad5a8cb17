import { SchemaView } from '@/components/schema-view/schema-view';
import { ProblemNotice } from '@/components/ui/problem-notice';
import { buttonClasses } from '@/components/ui/button';
import type { TaskDetail } from '@/lib/tasks/types';
import { taskTexts } from '@/lib/texts/desk';
import { PanelSection } from './panel-section';

/** A very large payload is shown in part; the whole is a file. */
function Cut({ href }: { href: string }) {
  return (
    <ProblemNotice
      tone="info"
      title={taskTexts.evidenceCut.title}
      actions={
        <a href={href} download className={buttonClasses({ size: 'sm' })}>
          {taskTexts.evidenceCut.download}
        </a>
      }
    />
  );
}

/** What the question is about: the suspend payload, as its schema means it. */
export function Evidence({ task: { taskId, payload, payloadCut, payloadSchema, canReveal } }: { task: TaskDetail }) {
  const href = `/api/tasks/${encodeURIComponent(taskId)}`;
  return (
    <PanelSection id="evidence" title={taskTexts.evidence}>
      {payloadCut && <Cut href={`${href}/payload`} />}
      {payload === null ? (
        <p className="text-ink-muted">{taskTexts.noEvidence}</p>
      ) : (
        <SchemaView schema={payloadSchema ?? true} value={payload} label={taskTexts.evidence} revealHref={canReveal ? `${href}/reveal` : undefined} />
      )}
    </PanelSection>
  );
}
