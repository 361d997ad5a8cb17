import { Send } from 'lucide-react';
import type { Route } from 'next';
import Link from 'next/link';
import { Section } from '@/components/ui/card';
import { cn } from '@/components/ui/cn';
import { EmptyState } from '@/components/ui/empty-state';
import { LinkButton } from '@/components/ui/link-button';
import { deliveryStates, type DeliveryState } from '@/db/enums';
import { deliveryStateTexts, webhookTexts as texts } from '@/lib/base/texts/webhooks';
import type { WebhookDelivery, WebhookEndpoint } from '@/lib/tell/webhooks/types';
import { DeliveryRow } from './delivery-row';

type Query = { state?: DeliveryState | undefined; cursor?: string | undefined };

function href(endpointId: string, { state, cursor }: Query): Route {
  const query = new URLSearchParams({ ...(state && { state }), ...(cursor && { cursor }) }).toString();
  return `/settings/webhooks/${endpointId}${query && `?${query}`}` as Route;
}

function Filter({ endpointId, state }: { endpointId: string; state: DeliveryState | undefined }) {
  return (
    <nav aria-label={texts.filter} className="flex flex-wrap gap-1">
      {[undefined, ...deliveryStates].map((one) => (
        <Link
          key={one ?? 'all'}
          href={href(endpointId, { state: one })}
          aria-current={one === state ? 'page' : undefined}
          className={cn(
            'inline-flex min-h-8 items-center rounded-md px-3 font-medium transition-colors',
            one === state ? 'bg-accent-soft text-accent-ink' : 'text-ink-muted hover:bg-hover hover:text-ink',
          )}
        >
          {one ? deliveryStateTexts[one] : texts.all}
        </Link>
      ))}
    </nav>
  );
}

/** A webhook's deliveries and their results, newest first. */
export function DeliveryLog({
  endpoint,
  query,
  page,
}: {
  endpoint: WebhookEndpoint;
  query: Query;
  page: { items: readonly WebhookDelivery[]; nextCursor: string | null };
}) {
  const { endpointId, state } = endpoint;
  return (
    <Section
      id="deliveries"
      title={texts.log}
      description={texts.logHelp}
      actions={<Filter endpointId={endpointId} state={query.state} />}
    >
      {page.items.length === 0 ? (
        <EmptyState title={texts.nothing.title} icon={<Send />}>
          {query.state || query.cursor ? texts.nothing.filtered : texts.nothing.body}
        </EmptyState>
      ) : (
        <ol
          aria-labelledby="deliveries-title"
          className="divide-y overflow-hidden rounded-lg border bg-surface"
        >
          {page.items.map((delivery) => (
            <DeliveryRow key={delivery.deliveryId} delivery={delivery} mayResend={state === 'active'} />
          ))}
        </ol>
      )}
      <div className="flex flex-wrap gap-2">
        {query.cursor && (
          <LinkButton href={href(endpointId, { state: query.state })}>{texts.newest}</LinkButton>
        )}
        {page.nextCursor && (
          <LinkButton href={href(endpointId, { state: query.state, cursor: page.nextCursor })}>
            {texts.older}
          </LinkButton>
        )}
      </div>
    </Section>
  );
}
