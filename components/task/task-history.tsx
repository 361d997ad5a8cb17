import { anyOf } from '@/components/run/names';
import { RelativeTime } from '@/components/ui/relative-time';
import type { TaskDecision, TaskDetail } from '@/lib/desk/tasks/types';
import { done, taskTexts } from '@/lib/base/texts/desk';
import { PanelSection } from './panel-section';

const { history } = taskTexts;

type Entry = { what: string; who: string | null; at: string };

type Past = Pick<TaskDetail, 'createdAt' | 'requester' | 'state' | 'closedAt' | 'notices'> & {
  decision: Pick<TaskDecision, 'outcomeLabel' | 'by' | 'at' | 'appliedAt' | 'answeredOutsideAt'> | null;
};

/** What happened to this task, in order. */
export function historyOf({ createdAt, requester, decision, state, closedAt, notices }: Past): Entry[] {
  const told = notices.map(({ kind, at, people }) => ({ what: history[kind](anyOf(people)), who: null, at }));
  const entries: Entry[] = [{ what: history.opened, who: requester.name, at: createdAt }, ...told];
  if (decision) {
    entries.push({ what: done(decision.outcomeLabel), who: decision.by.name, at: decision.at });
    if (decision.answeredOutsideAt)
      entries.push({ what: history.outside, who: null, at: decision.answeredOutsideAt });
    if (decision.appliedAt) entries.push({ what: history.applied, who: null, at: decision.appliedAt });
  } else if (closedAt && (state === 'expired' || state === 'canceled')) {
    entries.push({ what: history[state], who: null, at: closedAt });
  }
  return entries;
}

export function TaskHistory({ task }: { task: TaskDetail }) {
  return (
    <PanelSection id="history" title={history.title}>
      <ol className="flex flex-col gap-1">
        {historyOf(task).map(({ what, who, at }) => (
          <li key={`${what} ${at}`} className="flex flex-wrap gap-x-2">
            <span>
              {what}
              {who && ` by ${who}`}
            </span>
            <RelativeTime date={at} exact className="text-ink-muted" />
          </li>
        ))}
      </ol>
    </PanelSection>
  );
}
