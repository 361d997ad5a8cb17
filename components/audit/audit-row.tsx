import { ChevronRight } from 'lucide-react';
import type { Route } from 'next';
import Link from 'next/link';
import type { ReactNode } from 'react';
import { JsonTree } from '@/components/schema-view/json-tree';
import { RelativeTime } from '@/components/ui/relative-time';
import type { AuditEntry } from '@/lib/audit/types';
import { auditTexts, channelTexts, verbText } from '@/lib/texts/audit';
import { auditHref } from './audit-href';
import { gistOf } from './gist';

const linkClasses = 'inline-block min-h-6 underline decoration-line-strong underline-offset-2 hover:decoration-current';

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt className="text-ink-muted">{name}</dt>
      <dd className="min-w-0 wrap-anywhere">{children}</dd>
    </>
  );
}

/** What else is known of an event, and the ways to the others that belong with it. */
function Details({ entry }: { entry: AuditEntry }) {
  const { seq, at, by, runId, runTitle, taskId, taskTitle, data, seal } = entry;
  const only = (href: string, text: string) => (
    <Link href={href as Route} className={linkClasses}>
      {text}
    </Link>
  );
  return (
    <div className="mx-3 mt-1 mb-3 flex flex-col gap-3 rounded-md bg-sunken p-3 text-sm sm:ml-9">
      <dl className="grid grid-cols-1 gap-x-4 gap-y-1 sm:grid-cols-[7rem_minmax(0,1fr)]">
        <Fact name={auditTexts.number}>
          {seq} · <code className="font-mono">{entry.verb}</code>
        </Fact>
        <Fact name={auditTexts.when}>
          <RelativeTime date={at} exact />
        </Fact>
        <Fact name={auditTexts.who}>
          {by.name} <code className="font-mono">{by.id}</code>
        </Fact>
        {runId && (
          <Fact name={auditTexts.request}>
            {runTitle && (
              <Link href={`/runs/${runId}` as Route} className={linkClasses}>
                {runTitle}
              </Link>
            )}{' '}
            <code className="font-mono">{runId}</code>
          </Fact>
        )}
        {taskId && (
          <Fact name={auditTexts.question}>
            {taskTitle && (
              <Link href={`/tasks/${taskId}` as Route} className={linkClasses}>
                {taskTitle}
              </Link>
            )}{' '}
            <code className="font-mono">{taskId}</code>
          </Fact>
        )}
        <Fact name={auditTexts.seal}>{seal ? <code className="font-mono">{seal}</code> : auditTexts.notSealed}</Fact>
        <Fact name={auditTexts.data}>
          <JsonTree value={data} literal open={3} />
        </Fact>
      </dl>
      <p className="flex flex-wrap gap-x-4 gap-y-1">
        {runId && only(auditHref({ run: runId }), auditTexts.onlyRun)}
        {taskId && only(auditHref({ task: taskId }), auditTexts.onlyTask)}
        {only(auditHref({ person: by.id }), auditTexts.onlyPerson(by.name))}
      </p>
    </div>
  );
}

/** One event: what was done, by whom, about what; the rest on demand. */
export function AuditRow({ entry }: { entry: AuditEntry }) {
  const { verb, at, by, channel, runId, runTitle, taskId, taskTitle, data } = entry;
  const gist = gistOf(data);
  return (
    <li>
      <details className="group">
        <summary className="flex cursor-pointer list-none gap-2 px-3 py-2.5 transition-colors hover:bg-hover focus-visible:-outline-offset-2 [&::-webkit-details-marker]:hidden">
          <ChevronRight aria-hidden className="mt-0.5 size-4 shrink-0 text-ink-subtle group-open:rotate-90" />
          <div className="flex min-w-0 flex-1 flex-col gap-0.5">
            <div className="flex flex-wrap items-baseline gap-x-3">
              <span className="min-w-0 flex-1 basis-64 wrap-anywhere">
                <span className="font-medium">{verbText(verb)}</span>
                {gist && <span className="text-ink-muted"> · {gist}</span>}
              </span>
              <RelativeTime date={at} className="text-sm text-ink-subtle" />
            </div>
            <span className="flex flex-wrap gap-x-3 gap-y-0.5 text-sm text-ink-muted">
              <span>
                {by.name}
                {by.kind !== 'system' && ` · ${channelTexts[channel]}`}
              </span>
              {taskId && taskTitle && <span>{taskTitle}</span>}
              {runId && runTitle && <span>{runTitle}</span>}
            </span>
          </div>
        </summary>
        <Details entry={entry} />
      </details>
    </li>
  );
}
