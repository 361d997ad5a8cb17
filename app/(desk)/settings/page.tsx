import type { Metadata, Route } from 'next';
import { cookies } from 'next/headers';
import Link from 'next/link';
import { parseShortcuts, shortcutsCookie } from '@/components/desk/preferences';
import { PreferencesForm } from '@/components/desk/preferences-form';
import { ShortcutList } from '@/components/desk/shortcut-list';
import { SignOutForm } from '@/components/desk/sign-out-form';
import { LinkSwitches } from '@/components/link/link-switches';
import { PreferenceTable } from '@/components/notifications/preference-table';
import { WhoAmI } from '@/components/desk/who-am-i';
import { Card } from '@/components/ui/card';
import { LinkButton } from '@/components/ui/link-button';
import { parseTheme, themeCookie } from '@/components/ui/theme';
import { pageContext } from '@/lib/api/http/page-context';
import { notificationKinds } from '@/db/enums';
import { env } from '@/lib/base/env';
import { everywhere } from '@/lib/tell/links/create-link';
import { linksOff } from '@/lib/tell/links/switch-links';
import { maySeeWebhooks } from '@/lib/people/may-manage-webhooks';
import { chosenNotifications, offeredChannels } from '@/lib/tell/messages/choose-notifications';
import { maySeeAllRuns } from '@/lib/people/may-see-run';
import { preferenceTexts } from '@/lib/base/texts/notifications';
import { settingsTexts, shortcutTexts } from '@/lib/base/texts/desk';
import { keyTexts } from '@/lib/base/texts/keys';
import { webhookTexts } from '@/lib/base/texts/webhooks';

export const metadata: Metadata = { title: settingsTexts.title };

/** Notes when this desk sends no mail. */
function MailNote() {
  const { kind } = env().mail;
  if (kind === 'smtp') return null;
  if (kind === 'none') return <p className="text-warning-ink">{preferenceTexts.noMail}</p>;
  return (
    <p className="text-ink-muted">
      {preferenceTexts.folder}{' '}
      <Link href="/mail" className="text-accent-ink underline">
        {preferenceTexts.folderLink}
      </Link>
    </p>
  );
}

export default async function SettingsPage({ searchParams }: PageProps<'/settings'>) {
  const ctx = await pageContext();
  const { actor } = ctx;
  const [jar, { saved }] = [await cookies(), await searchParams];
  const [chosen, off] = await Promise.all([
    chosenNotifications(ctx),
    actor.roles.includes('admin') ? linksOff(ctx) : [],
  ]);
  return (
    <div className="mx-auto flex max-w-3xl flex-col gap-4 p-4 md:p-8">
      <h1 className="text-2xl font-semibold">{settingsTexts.title}</h1>
      <Card>
        <PreferencesForm
          theme={parseTheme(jar.get(themeCookie)?.value)}
          shortcuts={parseShortcuts(jar.get(shortcutsCookie)?.value)}
        />
      </Card>
      <Card>
        <PreferenceTable
          kinds={notificationKinds.filter((kind) => kind !== 'stuck' || maySeeAllRuns(actor))}
          channels={offeredChannels()}
          chosen={chosen}
          note={<MailNote />}
          saved={saved === 'messages'}
        />
      </Card>
      {actor.roles.includes('admin') && (
        <Card>
          <LinkSwitches
            workflows={ctx.engine.workflows()}
            off={off}
            everywhere={everywhere}
            saved={saved === 'links'}
          />
        </Card>
      )}
      {maySeeWebhooks(actor) && (
        <Card>
          <h2 className="text-lg font-semibold">{webhookTexts.title}</h2>
          <p className="mb-3 text-ink-muted">{webhookTexts.inSettings}</p>
          <LinkButton href="/settings/webhooks">{webhookTexts.open}</LinkButton>
        </Card>
      )}
      <Card>
        <h2 className="mb-1 text-lg font-semibold">{keyTexts.title}</h2>
        <p className="mb-3 text-ink-muted">{keyTexts.intro}</p>
        <div className="flex flex-wrap gap-2">
          <LinkButton href={'/settings/keys' as Route}>{keyTexts.manage}</LinkButton>
          <LinkButton href={'/api-reference' as Route}>{keyTexts.reference}</LinkButton>
        </div>
      </Card>
      <Card>
        <h2 className="mb-3 text-lg font-semibold">{shortcutTexts.title}</h2>
        <ShortcutList level={3} />
      </Card>
      <Card>
        <h2 className="mb-3 text-lg font-semibold">{settingsTexts.you}</h2>
        <WhoAmI user={actor} />
        <div className="mt-4 border-t pt-4">
          <SignOutForm />
        </div>
      </Card>
    </div>
  );
}
