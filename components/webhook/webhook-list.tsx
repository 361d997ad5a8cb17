import type { Route } from 'next';
import Link from 'next/link';
import { RelativeTime } from '@/components/ui/relative-time';
import { webhookEvents } from '@/db/enums';
import { webhookTexts as texts } from '@/lib/base/texts/webhooks';
import type { WebhookEndpoint } from '@/lib/tell/webhooks/types';
import { WebhookBadge } from './webhook-badge';

/** All webhooks with their addresses and states. */
export function WebhookList({ endpoints }: { endpoints: readonly WebhookEndpoint[] }) {
  return (
    <ul aria-label={texts.list} className="divide-y overflow-hidden rounded-lg border bg-surface">
      {endpoints.map(({ endpointId, name, url, events, state, failingSince }) => (
        <li key={endpointId} className="relative flex flex-col gap-1 px-4 py-3 hover:bg-hover">
          <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
            <Link
              href={`/settings/webhooks/${endpointId}` as Route}
              className="min-w-0 font-medium wrap-anywhere after:absolute after:inset-0"
            >
              {name}
            </Link>
            <WebhookBadge state={state} failingSince={failingSince} />
          </div>
          <p className="text-sm wrap-anywhere text-ink-muted">{new URL(url).host}</p>
          <p className="text-sm text-ink-muted">
            {texts.eventCount(events.length, webhookEvents.length)}
            {state === 'active' && failingSince && (
              <>
                {' · '}
                {texts.failingSince} <RelativeTime date={failingSince} />
              </>
            )}
          </p>
        </li>
      ))}
    </ul>
  );
}
