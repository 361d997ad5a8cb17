import { closeReasonTexts } from '@/lib/base/texts/runs';
import { Check, CircleSlash, Clock, X } from 'lucide-react';
import { EditsView } from '@/components/diff/edits-view';
import { SchemaView } from '@/components/schema-view/schema-view';
import { Button } from '@/components/ui/button';
import { cn } from '@/components/ui/cn';
import { RelativeTime } from '@/components/ui/relative-time';
import { isRecord } from '@/lib/base/schema/types';
import type { TaskDecision, TaskDetail } from '@/lib/desk/tasks/types';
import { done, taskTexts } from '@/lib/base/texts/desk';
import { reopenTexts } from '@/lib/base/texts/reopen';
import { answerParts } from './answer-parts';
import { PanelSection } from './panel-section';

const tones = {
  success: { box: 'border-success/40 bg-success-soft', ink: 'text-success-ink', Icon: Check },
  danger: { box: 'border-danger/40 bg-danger-soft', ink: 'text-danger-ink', Icon: X },
  neutral: { box: 'border-line bg-sunken', ink: 'text-ink-muted', Icon: Check },
};

/** The parts of an answer that the outcome, the comment and the list of changes do not show. */
function AnswerView({ task, decision }: { task: TaskDetail; decision: TaskDecision }) {
  const { verdict, reason } = answerParts(task.resumeSchema, task.outcomes, task.reasonField);
  const hidden = [
    ...verdict,
    ...(reason === null ? [] : [reason]),
    ...Object.keys(decision.edits?.before ?? {}),
  ];
  const { resumeData } = decision;
  const shown = isRecord(resumeData)
    ? Object.keys(resumeData).some((key) => !hidden.includes(key))
    : resumeData !== null;
  if (!shown) return null;
  return (
    <PanelSection id="given-answer" title={taskTexts.decided.answer}>
      <SchemaView
        schema={task.resumeSchema ?? true}
        value={resumeData}
        hidden={hidden}
        label={taskTexts.decided.answer}
      />
    </PanelSection>
  );
}

function Decided({
  task,
  decision,
  undoable,
}: {
  task: TaskDetail;
  decision: TaskDecision;
  undoable: boolean;
}) {
  const tone = task.outcomes.find(({ id }) => id === decision.outcome)?.tone ?? 'neutral';
  const { box, ink, Icon } = tones[tone];
  return (
    <>
      <section aria-label={taskTexts.decided.title} className={cn('flex gap-3 rounded-lg border p-4', box)}>
        <Icon aria-hidden className={cn('mt-0.5 size-5 shrink-0', ink)} />
        <div className="min-w-0">
          <p>
            <strong className={cn('font-semibold', ink)}>{done(decision.outcomeLabel)}</strong> by{' '}
            <strong className="font-semibold">{decision.by.name}</strong>{' '}
            <RelativeTime date={decision.at} className="text-ink-muted" />
          </p>
          {decision.comment && (
            <blockquote className="mt-1 whitespace-pre-wrap">{decision.comment}</blockquote>
          )}
          {decision.revisedAt ? (
            <p className="mt-1 text-sm text-ink-muted">
              {reopenTexts.done} <RelativeTime date={decision.revisedAt} />
            </p>
          ) : (
            decision.appliedAt === null && (
              <p className="mt-1 text-sm text-ink-muted">
                {decision.answeredOutsideAt
                  ? taskTexts.decided.outside
                  : decision.waitingForTurn
                    ? taskTexts.decided.turn
                    : taskTexts.decided.pending}
              </p>
            )
          )}
          {undoable && (
            <form
              method="post"
              action={`/api/tasks/${encodeURIComponent(task.taskId)}/undo`}
              className="mt-2"
            >
              <Button type="submit" size="sm">
                {taskTexts.undo.action}
              </Button>
            </form>
          )}
        </div>
      </section>
      {decision.edits && (
        <PanelSection id="answer-edits" title={taskTexts.decided.edits(decision.by.name)}>
          <EditsView edits={decision.edits} />
        </PanelSection>
      )}
      <AnswerView task={task} decision={decision} />
    </>
  );
}

/** How a closed task ended: the decision, or why there is none. */
export function DecidedCard({ task, readerId, now }: { task: TaskDetail; readerId: string; now: number }) {
  const { decision } = task;
  if (decision) {
    const undoable = decision.by.id === readerId && Date.parse(decision.undoUntil ?? '') > now;
    return <Decided task={task} decision={decision} undoable={undoable} />;
  }
  if (task.state === 'open' || task.state === 'decided') return null;
  const Icon = task.state === 'expired' ? Clock : CircleSlash;
  return (
    <div className="flex gap-3 rounded-lg border bg-sunken p-4">
      <Icon aria-hidden className="mt-px size-5 shrink-0 text-ink-muted" />
      <div className="min-w-0">
        <p className="font-semibold">{taskTexts.decided.closed[task.state]}</p>
        {task.closeReason && <p className="text-ink-muted">{closeReasonTexts[task.closeReason]}</p>}
      </div>
    </div>
  );
}
