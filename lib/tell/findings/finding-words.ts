import type { outbox, runs, sweepFaults, tasks } from '@/db/schema';
import type { Finding } from '@/lib/desk/operators/types';
import { findingTexts as words } from '@/lib/base/texts/operations';
import { noteIn } from '@/lib/base/reasons';
import type { RowKind } from './finding-sources';

const mb = (bytes: number) => `${(bytes / 1_000_000).toFixed(1)} MB`;

/** The problem in words, the recorded detail, and since when. */
export function told(
  kind: RowKind,
  row: {
    debt: typeof outbox.$inferSelect | null;
    fault?: typeof sweepFaults.$inferSelect;
    run: Pick<
      typeof runs.$inferSelect,
      'error' | 'snapshotError' | 'snapshotSize' | 'hangingSince' | 'updatedAt'
    > | null;
    task: Pick<typeof tasks.$inferSelect, 'dueAt' | 'createdAt' | 'askedBefore'> | null;
  },
): Pick<Finding, 'reason' | 'detail' | 'since'> {
  const { debt, fault, run, task } = row;
  const since = (
    debt?.createdAt ??
    (kind === 'overdue' ? task?.dueAt : task?.createdAt) ??
    run?.updatedAt ??
    new Date(0)
  ).toISOString();
  switch (kind) {
    case 'stuck':
      return {
        since,
        reason: words.stuck(words.owed[debt?.kind ?? 'resume'], debt?.attempts ?? 0),
        detail: debt?.lastError ?? null,
      };
    case 'lagging':
      return {
        since: (debt?.dueAt ?? new Date(0)).toISOString(),
        reason: words.lagging(words.owed[debt?.kind ?? 'resume']),
        detail: debt?.lastError ?? null,
      };
    case 'failed':
      return { since, reason: words.failed(run?.error?.step ?? null), detail: run?.error?.message ?? null };
    case 'unreadable':
      return {
        since,
        reason: words.unreadable,
        detail: run?.snapshotError ? noteIn(run.snapshotError) : null,
      };
    case 'oversized':
      return { since, reason: words.oversized(mb(run?.snapshotSize ?? 0)), detail: null };
    case 'hanging':
      return {
        since: (run?.hangingSince ?? new Date(0)).toISOString(),
        reason: words.hanging,
        detail: null,
      };
    case 'repeated':
      return { since, reason: words.repeated(task?.askedBefore ?? null), detail: null };
    case 'recovery':
      return {
        since: (fault?.firstAt ?? new Date(0)).toISOString(),
        reason: words.recovery(words.sweepParts[fault?.part ?? 'runs'], fault?.times ?? 0),
        detail: fault?.message ?? null,
      };
    case 'lost':
    case 'overdue':
    case 'unanswerable':
    case 'stale':
      return { since, reason: words[kind], detail: null };
  }
}
