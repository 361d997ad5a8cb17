import { Mail } from 'lucide-react';
import type { Metadata, Route } from 'next';
import Link from 'next/link';
import { DeliveryList } from '@/components/notifications/delivery-list';
import { BackLink } from '@/components/run/back-link';
import { Button } from '@/components/ui/button';
import { cn } from '@/components/ui/cn';
import { EmptyState } from '@/components/ui/empty-state';
import { LinkButton } from '@/components/ui/link-button';
import { ProblemNotice } from '@/components/ui/problem-notice';
import { messageStates } from '@/db/enums';
import { env } from '@/lib/base/env';
import { orNotFound, pageContext } from '@/lib/api/http/page-context';
import { listDeliveries, parseDeliveryQuery } from '@/lib/tell/messages/list-deliveries';
import { deliveryStateTexts, deliveryTexts as texts } from '@/lib/base/texts/notifications';

export const metadata: Metadata = { title: texts.title };

async function load(searchParams: PageProps<'/operations/deliveries'>['searchParams']) {
  const ctx = await pageContext();
  const { problem: _, ...params } = await searchParams;
  const query = parseDeliveryQuery(params);
  return { query, ...(await listDeliveries(ctx, query)) };
}

export default async function DeliveriesPage({ searchParams }: PageProps<'/operations/deliveries'>) {
  const { query, items, nextCursor } = await orNotFound(load(searchParams));
  const views = [
    { state: undefined, label: texts.all },
    ...messageStates.map((state) => ({ state, label: deliveryStateTexts[state] })),
  ];
  const href = (state: string | undefined, cursor?: string) =>
    `/operations/deliveries${state || cursor ? `?${new URLSearchParams({ ...(state && { state }), ...(cursor && { cursor }) })}` : ''}` as Route;
  return (
    <div className="mx-auto flex max-w-4xl flex-col gap-5 px-4 py-6 md:px-6">
      <BackLink href="/operations">{texts.back}</BackLink>
      <h1 className="text-2xl font-semibold">{texts.title}</h1>
      {env().mail.kind === 'none' && (
        <ProblemNotice tone="info" title={texts.none.title} safe={texts.none.body} />
      )}
      <div className="flex flex-wrap items-center justify-between gap-2">
        <nav aria-label={texts.filter}>
          <ul className="flex flex-wrap gap-1">
            {views.map(({ state, label }) => (
              <li key={label}>
                <Link
                  href={href(state)}
                  aria-current={query.state === state ? 'page' : undefined}
                  className={cn(
                    'inline-flex min-h-8 items-center rounded-md px-3 font-medium',
                    query.state === state
                      ? 'bg-accent-soft text-accent-ink'
                      : 'text-ink-muted hover:bg-hover hover:text-ink',
                  )}
                >
                  {label}
                </Link>
              </li>
            ))}
          </ul>
        </nav>
        {items.some(({ state }) => state === 'stuck') && (
          <form method="post" action="/operations/deliveries/retry">
            <Button type="submit">{texts.retryAll}</Button>
          </form>
        )}
      </div>
      {items.length === 0 ? (
        <EmptyState title={texts.empty.title} icon={<Mail />}>
          {texts.empty.body}
        </EmptyState>
      ) : (
        <DeliveryList entries={items} />
      )}
      {nextCursor && (
        <LinkButton href={href(query.state, nextCursor)} className="self-start">
          {texts.more}
        </LinkButton>
      )}
    </div>
  );
}
