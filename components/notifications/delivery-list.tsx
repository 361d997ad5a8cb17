import type { Route } from 'next';
import Link from 'next/link';
import { Badge } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { RelativeTime } from '@/components/ui/relative-time';
import type { MessageState } from '@/db/enums';
import type { DeliveryEntry } from '@/lib/tell/messages/list-deliveries';
import {
  channelNames,
  deliveryKindTexts,
  deliveryStateTexts,
  deliveryTexts as texts,
} from '@/lib/base/texts/notifications';

const tones = {
  pending: 'warning',
  sent: 'success',
  skipped: 'neutral',
  stuck: 'danger',
} as const satisfies Record<MessageState, string>;

function Entry({ entry }: { entry: DeliveryEntry }) {
  const { id, kind, channel, state, person, title, runId, attempts, note, createdAt, dueAt } = entry;
  return (
    <li className="flex flex-wrap items-start gap-x-4 gap-y-2 px-4 py-3">
      <div className="min-w-0 flex-1 basis-60">
        <p className="font-medium break-words">
          {runId && title ? (
            <Link href={`/runs/${encodeURIComponent(runId)}` as Route}>{title}</Link>
          ) : (
            deliveryKindTexts[kind]
          )}
        </p>
        <p className="text-sm text-ink-muted">
          {texts.person} {person} · {channelNames[channel]} · {deliveryKindTexts[kind]} ·{' '}
          <RelativeTime date={createdAt} />
        </p>
        {note && <p className="text-sm break-words">{note}</p>}
        {dueAt && attempts > 0 && (
          <p className="text-sm text-ink-muted">
            {texts.tries(attempts)} · {texts.next} <RelativeTime date={dueAt} />
          </p>
        )}
      </div>
      <div className="flex items-center gap-2">
        <Badge tone={tones[state]}>{deliveryStateTexts[state]}</Badge>
        {state === 'stuck' && (
          <form method="post" action="/operations/deliveries/retry">
            <input type="hidden" name="id" value={id} />
            <Button
              type="submit"
              size="sm"
              aria-label={`${texts.retry}: ${title ?? deliveryKindTexts[kind]}, ${person}`}
            >
              {texts.retry}
            </Button>
          </form>
        )}
      </div>
    </li>
  );
}

/** Messages to people, each with its delivery status. */
export function DeliveryList({ entries }: { entries: readonly DeliveryEntry[] }) {
  return (
    <ul aria-label={texts.log} className="divide-y overflow-hidden rounded-lg border bg-surface">
      {entries.map((entry) => (
        <Entry key={entry.id} entry={entry} />
      ))}
    </ul>
  );
}
