import { ScrollText } from 'lucide-react';
import type { Metadata, Route } from 'next';
import { AuditFilterForm } from '@/components/audit/audit-filter';
import { auditHref } from '@/components/audit/audit-href';
import { AuditRow } from '@/components/audit/audit-row';
import { SealLine } from '@/components/audit/seal-line';
import { buttonClasses } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';
import { LinkButton } from '@/components/ui/link-button';
import { parseAuditQuery, type AuditQuery } from '@/lib/journal/audit-query';
import { listAudit } from '@/lib/journal/list-audit';
import { orNotFound, pageContext } from '@/lib/api/http/page-context';
import { auditTexts } from '@/lib/base/texts/audit';

export const metadata: Metadata = { title: auditTexts.title };

async function load(searchParams: PageProps<'/audit'>['searchParams']) {
  const ctx = await pageContext();
  const query = parseAuditQuery(await searchParams);
  return { query, page: await listAudit(ctx, query) };
}

/** Downloads. They must not be prefetched, since each one is audited. */
function Export({ query }: { query: AuditQuery }) {
  return (
    <div
      role="group"
      aria-label={auditTexts.export.label}
      title={auditTexts.export.help}
      className="flex flex-wrap items-center gap-2"
    >
      <span className="text-sm text-ink-muted">{auditTexts.export.label}</span>
      {(['csv', 'jsonl'] as const).map((format) => (
        <a
          key={format}
          href={auditHref(query, { format }, '/api/audit/export')}
          download
          className={buttonClasses({ size: 'sm' })}
        >
          {auditTexts.export[format]}
        </a>
      ))}
    </div>
  );
}

export default async function AuditPage({ searchParams }: PageProps<'/audit'>) {
  const { query, page } = await orNotFound(load(searchParams));
  return (
    <div className="mx-auto flex max-w-5xl flex-col gap-4 px-4 py-6 md:px-6">
      <header className="flex flex-wrap items-center justify-between gap-2">
        <h1 className="text-2xl font-semibold">{auditTexts.title}</h1>
        <Export query={query} />
      </header>
      <SealLine {...page.sealed} />
      <AuditFilterForm key={auditHref(query)} filter={query} />
      {page.items.length === 0 ? (
        <EmptyState title={auditTexts.empty.title} icon={<ScrollText />}>
          {query.cursor ? auditTexts.empty.page : auditTexts.empty.body}
        </EmptyState>
      ) : (
        <ol aria-label={auditTexts.events} className="divide-y overflow-hidden rounded-lg border bg-surface">
          {page.items.map((entry) => (
            <AuditRow key={entry.seq} entry={entry} />
          ))}
        </ol>
      )}
      <div className="flex flex-wrap gap-2">
        {query.cursor && <LinkButton href={auditHref(query) as Route}>{auditTexts.newest}</LinkButton>}
        {page.nextCursor && (
          <LinkButton href={auditHref(query, { cursor: page.nextCursor }) as Route}>
            {auditTexts.more}
          </LinkButton>
        )}
      </div>
    </div>
  );
}
