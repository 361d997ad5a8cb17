import type { Metadata } from 'next';
import { BackLink } from '@/components/run/back-link';
import { RelativeTime } from '@/components/ui/relative-time';
import { DeliveryLog } from '@/components/webhook/delivery-log';
import { RefreshSoon } from '@/components/webhook/refresh-soon';
import { WebhookActions } from '@/components/webhook/webhook-actions';
import { WebhookBadge } from '@/components/webhook/webhook-badge';
import { WebhookNotice } from '@/components/webhook/webhook-notice';
import { webhookEvents } from '@/db/enums';
import { orNotFound, pageContext } from '@/lib/api/http/page-context';
import { mayManageWebhooks } from '@/lib/people/may-manage-webhooks';
import { webhookEventTexts, webhookTexts as texts } from '@/lib/base/texts/webhooks';
import { listDeliveries, parseDeliveryQuery } from '@/lib/tell/webhooks/list-deliveries';
import { getEndpoint } from '@/lib/tell/webhooks/list-endpoints';

export const metadata: Metadata = { title: texts.title };

/** Deliveries due sooner than this will probably change while the page is open. */
const soonMs = 30_000;

async function load({ params, searchParams }: PageProps<'/settings/webhooks/[endpointId]'>) {
  const ctx = await pageContext();
  const endpoint = await getEndpoint(ctx, (await params).endpointId);
  const query = parseDeliveryQuery(await searchParams);
  const page = await listDeliveries(ctx, endpoint.endpointId, query);
  const soon = ctx.clock.now().getTime() + soonMs;
  const changing = page.items.some(
    ({ type, dueAt }) =>
      (endpoint.state === 'active' || type === 'webhook.test') && dueAt !== null && Date.parse(dueAt) < soon,
  );
  return { endpoint, query, page, changing, manages: mayManageWebhooks(ctx.actor) };
}

export default async function WebhookPage(props: PageProps<'/settings/webhooks/[endpointId]'>) {
  const { endpoint, query, page, changing, manages } = await orNotFound(load(props));
  return (
    <div className="mx-auto flex max-w-3xl flex-col gap-4 p-4 md:p-8">
      <BackLink href="/settings/webhooks">{texts.backToAll}</BackLink>
      <header className="flex flex-col gap-2">
        <div className="flex flex-wrap items-center gap-3">
          <h1 className="min-w-0 text-2xl font-semibold wrap-anywhere">{endpoint.name}</h1>
          <WebhookBadge {...endpoint} />
        </div>
        <p className="font-mono text-sm wrap-anywhere text-ink-muted">{endpoint.url}</p>
        <p className="text-sm text-ink-muted">
          {endpoint.events.length === webhookEvents.length
            ? texts.eventCount(webhookEvents.length, webhookEvents.length)
            : `${texts.events}: ${endpoint.events.map((event) => webhookEventTexts[event].toLowerCase()).join(', ')}`}
          .
        </p>
        {endpoint.previousSecretUntil && (
          <p className="text-sm text-ink-muted">
            {texts.bothUntil} <RelativeTime date={endpoint.previousSecretUntil} />.
          </p>
        )}
      </header>
      <WebhookNotice endpoint={endpoint} />
      {manages && <WebhookActions endpoint={endpoint} />}
      <DeliveryLog endpoint={endpoint} query={query} page={page} />
      {changing && <RefreshSoon />}
    </div>
  );
}
