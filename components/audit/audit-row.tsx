import type { Route } from 'next';
import Link from 'next/link';
import { JsonTree } from '@/components/schema-view/json-tree';
import { Fact, Facts, LogRow } from '@/components/ui/log-row';
import { RelativeTime } from '@/components/ui/relative-time';
import type { AuditEntry } from '@/lib/journal/types';
import { auditTexts, channelTexts, verbText } from '@/lib/base/texts/audit';
import { auditHref } from './audit-href';
import { gistOf } from './gist';

const linkClasses =
  'inline-block min-h-6 underline decoration-line-strong underline-offset-2 hover:decoration-current';

/** An event's other data, with links to related events. */
function Details({ entry }: { entry: AuditEntry }) {
  const { seq, at, by, runId, runTitle, taskId, taskTitle, data, seal } = entry;
  const only = (href: string, text: string) => (
    <Link href={href as Route} className={linkClasses}>
      {text}
    </Link>
  );
  return (
    <>
      <Facts>
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
        <Fact name={auditTexts.seal}>
          {seal ? <code className="font-mono">{seal}</code> : auditTexts.notSealed}
        </Fact>
        <Fact name={auditTexts.data}>
          <JsonTree value={data} literal open={3} />
        </Fact>
      </Facts>
      <p className="flex flex-wrap gap-x-4 gap-y-1">
        {runId && only(auditHref({ run: runId }), auditTexts.onlyRun)}
        {taskId && only(auditHref({ task: taskId }), auditTexts.onlyTask)}
        {only(auditHref({ person: by.id }), auditTexts.onlyPerson(by.name))}
      </p>
    </>
  );
}

/** One event: what was done, by whom, to what; details on demand. */
export function AuditRow({ entry }: { entry: AuditEntry }) {
  const { verb, at, by, channel, runId, runTitle, taskId, taskTitle, data } = entry;
  const notes = (
    <>
      <span>
        {by.name}
        {by.kind !== 'system' && ` · ${channelTexts[channel]}`}
      </span>
      {taskId && taskTitle && <span>{taskTitle}</span>}
      {runId && runTitle && <span>{runTitle}</span>}
    </>
  );
  return (
    <LogRow title={verbText(verb)} about={gistOf(data)} at={at} notes={notes}>
      <Details entry={entry} />
    </LogRow>
  );
}
