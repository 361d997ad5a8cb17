import { ChevronRight } from 'lucide-react';
import type { ReactNode } from 'react';
import { JsonTree } from '@/components/schema-view/json-tree';
import { RelativeTime } from '@/components/ui/relative-time';
import { webhookMessageTexts, webhookTexts as texts } from '@/lib/texts/webhooks';
import type { WebhookDelivery } from '@/lib/webhooks/types';
import { CallButton } from './call-button';
import { DeliveryBadge } from './webhook-badge';

/** What a delivery is about. */
const subjectOf = ({ body: { type, data } }: WebhookDelivery) => (type === 'webhook.test' ? texts.testBy(data.actor.name) : (data.task?.title ?? data.run.title));

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt className="text-ink-muted">{name}</dt>
      <dd className="min-w-0 wrap-anywhere">{children}</dd>
    </>
  );
}

function Details({ delivery, mayResend }: { delivery: WebhookDelivery; mayResend: boolean }) {
  const { deliveryId, endpointId, type, dueAt, attemptedAt, responseStatus, response, error, tookMs, body } = delivery;
  return (
    <div className="mx-3 mt-1 mb-3 flex flex-col gap-3 rounded-md bg-sunken p-3 text-sm sm:ml-9">
      <dl className="grid grid-cols-1 gap-x-4 gap-y-1 sm:grid-cols-[8rem_minmax(0,1fr)]">
        {error && <Fact name={texts.problem}>{error}</Fact>}
        {response && <Fact name={texts.said}>{response}</Fact>}
        {attemptedAt && (
          <Fact name={texts.last}>
            <RelativeTime date={attemptedAt} exact />
            {responseStatus !== null && `, ${texts.answered(responseStatus)}`}
            {tookMs !== null && `, ${texts.took(tookMs)}`}
          </Fact>
        )}
        {dueAt && (
          <Fact name={texts.next}>
            <RelativeTime date={dueAt} />
          </Fact>
        )}
        <Fact name={texts.id}>
          <code className="font-mono">{deliveryId}</code>
        </Fact>
        <Fact name={texts.message}>
          <JsonTree value={body} literal open={3} />
        </Fact>
      </dl>
      {mayResend && <CallButton words={texts.again} path={`/api/webhooks/${endpointId}/deliveries/${deliveryId}/redeliver`} label={texts.again.label(webhookMessageTexts[type], subjectOf(delivery))} />}
    </div>
  );
}

/** One event that was told: what, about what, and what came of it; the rest on demand. */
export function DeliveryRow({ delivery, mayResend }: { delivery: WebhookDelivery; mayResend: boolean }) {
  const { type, state, attempts, responseStatus, createdAt } = delivery;
  return (
    <li>
      <details className="group">
        <summary className="flex cursor-pointer list-none gap-2 px-3 py-2.5 transition-colors hover:bg-hover focus-visible:-outline-offset-2 [&::-webkit-details-marker]:hidden">
          <ChevronRight aria-hidden className="mt-0.5 size-4 shrink-0 text-ink-subtle group-open:rotate-90" />
          <div className="flex min-w-0 flex-1 flex-col gap-0.5">
            <div className="flex flex-wrap items-baseline gap-x-3">
              <span className="min-w-0 flex-1 basis-56 wrap-anywhere">
                <span className="font-medium">{webhookMessageTexts[type]}</span>
                <span className="text-ink-muted"> · {subjectOf(delivery)}</span>
              </span>
              <RelativeTime date={createdAt} className="text-sm text-ink-subtle" />
            </div>
            <span className="flex flex-wrap items-center gap-x-3 gap-y-0.5 text-sm text-ink-muted">
              <DeliveryBadge state={state} attempts={attempts} />
              {attempts > 0 && <span>{texts.tries(attempts)}</span>}
              {responseStatus !== null && <span>{texts.answered(responseStatus)}</span>}
            </span>
          </div>
        </summary>
        <Details delivery={delivery} mayResend={mayResend} />
      </details>
    </li>
  );
}
