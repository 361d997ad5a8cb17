import { KeyRound } from 'lucide-react';
import type { Metadata, Route } from 'next';
import { cookies } from 'next/headers';
import { KeyForm } from '@/components/keys/key-form';
import { KeyList } from '@/components/keys/key-list';
import { BackLink } from '@/components/run/back-link';
import { CopyButton } from '@/components/snapshot/copy-button';
import { Card, Section } from '@/components/ui/card';
import { EmptyState } from '@/components/ui/empty-state';
import { LinkButton } from '@/components/ui/link-button';
import { ProblemNotice } from '@/components/ui/problem-notice';
import { listApiKeys } from '@/lib/accounts/keys/list-api-keys';
import { newKeyIn } from '@/lib/accounts/keys/new-key-cookie';
import { grantedScope, scopes } from '@/lib/people/scopes';
import { pageContext } from '@/lib/api/http/page-context';
import { maySeeAllRuns } from '@/lib/people/may-see-run';
import { keyTexts } from '@/lib/base/texts/keys';

export const metadata: Metadata = { title: keyTexts.title };

const { problems, made, list } = keyTexts;

const problemOf = (code: unknown) =>
  typeof code !== 'string'
    ? null
    : code === 'invalid' || code === 'conflict' || code === 'forbidden'
      ? problems[code]
      : problems.other;

export default async function KeysPage({ searchParams }: PageProps<'/settings/keys'>) {
  const ctx = await pageContext();
  const [keys, jar, { problem }] = [await listApiKeys(ctx), await cookies(), await searchParams];
  const admin = ctx.actor.roles.includes('admin');
  const offered = scopes.filter((scope) =>
    scope === grantedScope
      ? admin
      : maySeeAllRuns(ctx.actor) || !['audit:read', 'operations:manage', 'signals:send'].includes(scope),
  );
  const fresh = newKeyIn(jar);
  const shown = fresh && keys.some(({ keyId }) => keyId === fresh.keyId) ? fresh.key : null;
  const told = problemOf(problem);
  return (
    <div className="mx-auto flex max-w-3xl flex-col gap-6 p-4 md:p-8">
      <header className="flex flex-col gap-2">
        <BackLink href="/settings">{keyTexts.back}</BackLink>
        <div className="flex flex-wrap items-center justify-between gap-2">
          <h1 className="text-2xl font-semibold">{keyTexts.title}</h1>
          <LinkButton href={'/api-reference' as Route}>{keyTexts.reference}</LinkButton>
        </div>
        <p className="text-ink-muted">{keyTexts.intro}</p>
      </header>
      {told && <ProblemNotice {...told} />}
      {shown && (
        <ProblemNotice
          tone="info"
          title={made.title}
          safe={made.once}
          actions={
            <CopyButton text={shown} label={made.copyLabel}>
              {made.copy}
            </CopyButton>
          }
        >
          <code className="font-mono wrap-anywhere select-all">{shown}</code>
        </ProblemNotice>
      )}
      <Section id="keys" title={admin ? list.all : list.title}>
        {keys.length === 0 ? (
          <EmptyState title={list.empty} icon={<KeyRound />}>
            {list.emptyBody}
          </EmptyState>
        ) : (
          <KeyList keys={keys} reader={ctx.actor.id} admin={admin} now={ctx.clock.now().getTime()} />
        )}
      </Section>
      <Card>
        <Section id="make" title={keyTexts.make.title}>
          <KeyForm offered={offered} />
        </Section>
      </Card>
    </div>
  );
}
