import { Mail } from 'lucide-react';
import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { KeptMailView } from '@/components/notifications/kept-mail-view';
import { EmptyState } from '@/components/ui/empty-state';
import { env } from '@/lib/base/env';
import { pageContext } from '@/lib/api/http/page-context';
import { listKeptMail } from '@/lib/tell/mail/mail-folder';
import { mailboxTexts as texts } from '@/lib/base/texts/notifications';

export const metadata: Metadata = { title: texts.title };

/** For development and demos without a mail server: the mails that the reader would have received. */
export default async function MailPage() {
  const { mail } = env();
  const { actor } = await pageContext();
  if (mail.kind !== 'folder') notFound();
  const mails = await listKeptMail(mail.dir, actor.email);
  return (
    <div className="mx-auto flex max-w-3xl flex-col gap-5 px-4 py-6 md:px-6">
      <div>
        <h1 className="text-2xl font-semibold">{texts.title}</h1>
        <p className="text-ink-muted">
          {texts.help} {actor.email}.
        </p>
      </div>
      {mails.length === 0 && (
        <EmptyState title={texts.empty.title} icon={<Mail />}>
          {texts.empty.body}
        </EmptyState>
      )}
      {mails.map((one, index) => (
        <KeptMailView key={one.id} mail={one} open={index === 0} />
      ))}
    </div>
  );
}
