import { JsonTree } from '@/components/schema-view/json-tree';
import { Fact, Facts, LogRow } from '@/components/ui/log-row';
import { RelativeTime } from '@/components/ui/relative-time';
import { webhookMessageTexts, webhookTexts as texts } from '@/lib/base/texts/webhooks';
import type { WebhookDelivery } from '@/lib/tell/webhooks/types';
import { CallButton } from './call-button';
import { DeliveryBadge } from './webhook-badge';

/** The subject of a delivery. */
const subjectOf = ({ body: { type, data } }: WebhookDelivery) =>
  type === 'webhook.test' ? texts.testBy(data.actor.name) : (data.task?.title ?? data.run.title);

function Details({ delivery, mayResend }: { delivery: WebhookDelivery; mayResend: boolean }) {
  const { deliveryId, endpointId, type, dueAt, attemptedAt, responseStatus, response, error, tookMs, body } =
    delivery;
  return (
    <>
      <Facts>
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
      </Facts>
      {mayResend && (
        <CallButton
          words={texts.again}
          path={`/api/webhooks/${endpointId}/deliveries/${deliveryId}/redeliver`}
          label={texts.againLabel(webhookMessageTexts[type], subjectOf(delivery))}
        />
      )}
    </>
  );
}

/** One delivery: the event, its subject and the result; details on demand. */
export function DeliveryRow({ delivery, mayResend }: { delivery: WebhookDelivery; mayResend: boolean }) {
  const { type, state, attempts, responseStatus, createdAt } = delivery;
  const notes = (
    <>
      <DeliveryBadge state={state} attempts={attempts} />
      {attempts > 0 && <span>{texts.tries(attempts)}</span>}
      {responseStatus !== null && <span>{texts.answered(responseStatus)}</span>}
    </>
  );
  return (
    <LogRow title={webhookMessageTexts[type]} about={subjectOf(delivery)} at={createdAt} notes={notes}>
      <Details delivery={delivery} mayResend={mayResend} />
    </LogRow>
  );
}
