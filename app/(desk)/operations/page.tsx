import { CircleCheck } from 'lucide-react';
import type { Metadata, Route } from 'next';
import Link from 'next/link';
import { FindingSection } from '@/components/operations/finding-section';
import { KindTabs } from '@/components/operations/kind-tabs';
import { EmptyState } from '@/components/ui/empty-state';
import { LinkButton } from '@/components/ui/link-button';
import { RelativeTime } from '@/components/ui/relative-time';
import { ProblemNotice } from '@/components/ui/problem-notice';
import { env } from '@/lib/base/env';
import { orNotFound, pageContext } from '@/lib/api/http/page-context';
import { assigneesRead } from '@/lib/desk/operators/list-assignees';
import { lastSweepRead } from '@/lib/tell/findings/late-sweeps';
import { findingCountsRead, findingsRead, parseFindingQuery } from '@/lib/tell/findings/list-findings';
import { findingKinds } from '@/lib/desk/operators/types';
import { inOneTrip, together } from '@/lib/base/reads';
import { deliveryTexts } from '@/lib/base/texts/notifications';
import { kindTexts, operationsTexts as texts } from '@/lib/base/texts/operations';

export const metadata: Metadata = { title: texts.title };

/** How many of each kind are shown on the overview. */
const glance = 5;

async function load(searchParams: PageProps<'/operations'>['searchParams']) {
  const ctx = await pageContext();
  const { kind, limit, cursor } = parseFindingQuery(await searchParams);
  const shown = kind ? [kind] : findingKinds;
  const pages = Object.fromEntries(
    shown.map((one) => [one, findingsRead(ctx, one, kind ? { limit, cursor } : { limit: glance })]),
  );
  const found = await inOneTrip(
    ctx.db,
    together({
      counts: findingCountsRead(ctx),
      pages: together(pages),
      sweep: lastSweepRead(ctx),
      assignees: assigneesRead(ctx),
    }),
  );
  return {
    ...found,
    kind,
    cursor,
    pages: shown.flatMap((one) =>
      found.pages[one]?.items.length ? [{ kind: one, ...found.pages[one] }] : [],
    ),
  };
}

export default async function OperationsPage({ searchParams }: PageProps<'/operations'>) {
  const { kind, cursor, counts, pages, sweep, assignees } = await orNotFound(load(searchParams));
  return (
    <div className="mx-auto flex max-w-4xl flex-col gap-5 px-4 py-6 md:px-6">
      <div className="flex flex-wrap items-baseline justify-between gap-2">
        <h1 className="text-2xl font-semibold">{texts.title}</h1>
        <Link href="/operations/deliveries" className="text-accent-ink underline">
          {deliveryTexts.log}
        </Link>
      </div>
      {env().mail.kind === 'none' && (
        <ProblemNotice tone="info" title={deliveryTexts.none.title} safe={deliveryTexts.none.body} />
      )}
      <KindTabs counts={counts} kind={kind} />
      {pages.length === 0 && (
        <EmptyState title={texts.empty.title} icon={<CircleCheck />}>
          {texts.empty.body}
          {sweep && (
            <>
              {' '}
              {texts.empty.sweep}: <RelativeTime date={sweep} />.
            </>
          )}
        </EmptyState>
      )}
      {pages.map((page) => (
        <div key={page.kind} className="flex flex-col gap-2">
          <FindingSection
            id={`kind-${page.kind}`}
            title={kindTexts[page.kind]}
            findings={page.items}
            assignees={assignees}
          />
          {page.nextCursor && (
            <LinkButton
              href={
                (kind
                  ? `/operations?kind=${kind}&cursor=${page.nextCursor}`
                  : `/operations?kind=${page.kind}`) as Route
              }
              className="self-start"
            >
              {kind ? texts.more : texts.all(kindTexts[page.kind])}
            </LinkButton>
          )}
        </div>
      ))}
      {kind && cursor && (
        <LinkButton href={`/operations?kind=${kind}` as Route} className="self-start">
          {texts.first}
        </LinkButton>
      )}
    </div>
  );
}
