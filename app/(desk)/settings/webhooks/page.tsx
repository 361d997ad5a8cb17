import { Webhook } from 'lucide-react';
import type { Metadata } from 'next';
import { BackLink } from '@/components/run/back-link';
import { EmptyState } from '@/components/ui/empty-state';
import { AddWebhook } from '@/components/webhook/add-webhook';
import { WebhookList } from '@/components/webhook/webhook-list';
import { orNotFound, pageContext } from '@/lib/api/http/page-context';
import { mayManageWebhooks } from '@/lib/people/may-manage-webhooks';
import { webhookTexts as texts } from '@/lib/base/texts/webhooks';
import { listEndpoints } from '@/lib/tell/webhooks/list-endpoints';

export const metadata: Metadata = { title: texts.title };

export default async function WebhooksPage() {
  const ctx = await pageContext();
  const endpoints = await orNotFound(listEndpoints(ctx));
  const manages = mayManageWebhooks(ctx.actor);
  return (
    <div className="mx-auto flex max-w-3xl flex-col gap-4 p-4 md:p-8">
      <BackLink href="/settings">{texts.back}</BackLink>
      <header className="flex flex-wrap items-start justify-between gap-3">
        <div className="min-w-0 flex-1 basis-80">
          <h1 className="text-2xl font-semibold">{texts.title}</h1>
          <p className="text-ink-muted">{texts.help}</p>
        </div>
        {manages && <AddWebhook />}
      </header>
      {endpoints.length === 0 ? (
        <EmptyState title={texts.empty.title} icon={<Webhook />}>
          {manages ? texts.empty.body : texts.empty.operator}
        </EmptyState>
      ) : (
        <WebhookList endpoints={endpoints} />
      )}
    </div>
  );
}
