'use client';

import type { Route } from 'next';
import Link from 'next/link';
import { useState } from 'react';
import { Checkbox } from '@/components/ui/checkbox';
import { RelativeTime } from '@/components/ui/relative-time';
import type { Finding } from '@/lib/desk/operators/types';
import { operationsTexts as texts } from '@/lib/base/texts/operations';
import { ActionDialog, type Assignee } from './action-dialog';

function Links({ runId }: { runId: string }) {
  return (
    <span className="flex gap-3 text-sm">
      <Link href={`/runs/${runId}` as Route} className="text-accent-ink underline">
        {texts.request}
      </Link>
      <Link href={`/runs/${runId}/snapshot` as Route} className="text-accent-ink underline">
        {texts.snapshot}
      </Link>
    </span>
  );
}

function Row({
  finding,
  chosen,
  choose,
  assignees,
}: {
  finding: Finding;
  chosen: boolean;
  choose: ((on: boolean) => void) | null;
  assignees: readonly Assignee[];
}) {
  const { kind, id, runId, taskId, title, workflowTitle, reason, detail, since, actions } = finding;
  const href =
    id === 'deliveries'
      ? '/operations/deliveries?state=stuck'
      : kind === 'webhooks'
        ? `/settings/webhooks/${id}`
        : taskId && `/tasks/${taskId}`;
  return (
    <li className="flex gap-3 px-4 py-3">
      {choose && (
        <Checkbox
          className="mt-1"
          aria-label={texts.select(title)}
          checked={chosen}
          onChange={(event) => choose(event.currentTarget.checked)}
        />
      )}
      <div className="flex min-w-0 flex-1 flex-col gap-1">
        <p className="font-medium break-words">{href ? <Link href={href as Route}>{title}</Link> : title}</p>
        <p className="text-sm text-ink-muted">
          {workflowTitle && `${workflowTitle} · `}
          <RelativeTime date={since} />
        </p>
        <p>{reason}</p>
        {detail && (
          <details className="text-sm text-ink-muted">
            <summary className="cursor-pointer">{texts.detail}</summary>
            <p className="break-words whitespace-pre-line">{detail}</p>
          </details>
        )}
        {runId && (
          <div className="mt-1 flex flex-wrap items-center gap-2">
            {actions.map((action) => (
              <ActionDialog
                key={action}
                action={action}
                runIds={[runId]}
                taskIds={taskId ? [taskId] : []}
                assignees={assignees}
              />
            ))}
            <Links runId={runId} />
          </div>
        )}
      </div>
    </li>
  );
}

/** The findings of one kind with their actions; several can be retried or reassigned at once. */
export function FindingSection({
  id,
  title,
  findings,
  assignees,
}: {
  id: string;
  title: string;
  findings: Finding[];
  assignees: readonly Assignee[];
}) {
  const [marked, setMarked] = useState<ReadonlySet<string>>(new Set());
  const bulk = (['retry', 'reassign'] as const).find((action) =>
    findings.some(({ actions }) => actions.includes(action)),
  );
  const chosen = findings.filter((one) => marked.has(one.id));
  const mark = (one: string) => (on: boolean) =>
    setMarked((now) => new Set(on ? [...now, one] : [...now].filter((other) => other !== one)));
  return (
    <section aria-labelledby={id} className="flex flex-col gap-2">
      <div className="flex min-h-9 flex-wrap items-center justify-between gap-2">
        <h2 id={id} className="text-lg font-semibold">
          {title}
        </h2>
        {bulk && chosen.length > 0 && (
          <div className="flex items-center gap-2">
            <span role="status" className="text-sm text-ink-muted">
              {texts.chosen(chosen.length)}
            </span>
            <ActionDialog
              action={bulk}
              runIds={[...new Set(chosen.flatMap(({ runId }) => runId ?? []))]}
              taskIds={chosen.flatMap(({ taskId }) => taskId ?? [])}
              assignees={assignees}
              onDone={() => setMarked(new Set())}
            />
          </div>
        )}
      </div>
      <ul className="divide-y overflow-hidden rounded-lg border bg-surface">
        {findings.map((finding) => (
          <Row
            key={finding.id}
            finding={finding}
            chosen={marked.has(finding.id)}
            choose={bulk && findings.length > 1 ? mark(finding.id) : null}
            assignees={assignees}
          />
        ))}
      </ul>
    </section>
  );
}
