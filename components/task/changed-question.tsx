import { ChangeList } from '@/components/diff/change-list';
import { SchemaView } from '@/components/schema-view/schema-view';
import { Badge } from '@/components/ui/badge';
import { ProblemNotice } from '@/components/ui/problem-notice';
import { changesOf } from '@/lib/base/diff/changes';
import { fieldChanges } from '@/lib/base/schema/field-changes';
import type { PastQuestion, TaskDetail } from '@/lib/desk/tasks/types';
import { changedTexts } from '@/lib/base/texts/changed';
import { answerParts } from './answer-parts';
import { PanelSection } from './panel-section';
import { PastForm } from './past-form';

const labels = ({ outcomes }: Pick<TaskDetail, 'outcomes'>) => outcomes.map(({ label }) => label).join(', ');

/** Marks for the form's fields that differ from before, by path. */
export const changeMarks = (past: PastQuestion, task: TaskDetail): Record<string, string> =>
  Object.fromEntries(
    fieldChanges(past.resumeSchema, task.resumeSchema).flatMap(({ path, kind }) =>
      kind === 'removed' ? [] : [[path, changedTexts.marks[kind]]],
    ),
  );

function Fields({ past, task }: { past: PastQuestion; task: TaskDetail }) {
  const changes = fieldChanges(past.resumeSchema, task.resumeSchema);
  return (
    <ul className="flex flex-col gap-1">
      {changes.map(({ path, label, kind }) => (
        <li key={`${path} ${kind}`} className="flex flex-wrap items-center gap-2">
          <Badge tone={kind === 'removed' ? 'danger' : kind === 'added' ? 'success' : 'warning'}>
            {changedTexts.marks[kind]}
          </Badge>
          {label}
        </li>
      ))}
      {labels(past) !== labels(task) && (
        <li>
          {changedTexts.buttons} <del className="text-danger-ink">{labels(past)}</del>{' '}
          <ins className="text-success-ink no-underline">{labels(task)}</ins>
        </li>
      )}
    </ul>
  );
}

/** Says that the question has changed, and how: its evidence and its fields. */
export function ChangedNotice({ past, task }: { past: PastQuestion; task: TaskDetail }) {
  const schema = task.payloadSchema ?? true;
  const changes = changesOf(past.payload, task.payload, schema);
  return (
    <>
      <div tabIndex={-1} data-arrival className="scroll-mt-40 rounded-lg">
        <ProblemNotice
          tone="warning"
          title={changedTexts.title}
          safe={changedTexts.safe}
          todo={changedTexts.todo}
        />
      </div>
      <PanelSection id="changes" title={changedTexts.changes}>
        {changes.length > 0 && (
          <ChangeList
            changes={changes}
            root={schema}
            render={({ schema: part, value, parent, label }) => (
              <SchemaView schema={part} root={schema} value={value} parent={parent} label={label} />
            )}
          />
        )}
        <Fields past={past} task={task} />
      </PanelSection>
    </>
  );
}

/** The earlier question, read-only. */
export function BeforeQuestion({
  past,
  task,
  readerId,
}: {
  past: PastQuestion;
  task: TaskDetail;
  readerId: string;
}) {
  const { verdict } = answerParts(past.resumeSchema, past.outcomes, past.reasonField);
  return (
    <section
      aria-labelledby="before-title"
      className="flex min-w-0 flex-col gap-5 rounded-lg border border-dashed bg-sunken p-4"
    >
      <h2 id="before-title" className="text-lg font-semibold">
        {changedTexts.before}
      </h2>
      <PanelSection id="before-evidence" title={changedTexts.evidence}>
        <SchemaView schema={past.payloadSchema ?? true} value={past.payload} label={changedTexts.evidence} />
      </PanelSection>
      <PanelSection id="before-answer" title={changedTexts.form}>
        {past.resumeSchema && (
          <PastForm
            taskId={task.taskId}
            readerId={readerId}
            payloadDigest={past.payloadDigest}
            schema={past.resumeSchema}
            suggested={past.suggested}
            hidden={verdict}
          />
        )}
        <p className="text-sm text-ink-muted">
          {changedTexts.buttons} {labels(past)}
        </p>
      </PanelSection>
    </section>
  );
}
