import { cookies } from 'next/headers';
import type { ReactNode } from 'react';
import { DeskKeyboard } from '@/components/desk/keyboard';
import { parseShortcuts, shortcutsCookie } from '@/components/desk/preferences';
import { OpenCount, Rail } from '@/components/desk/rail';
import { UserMenu } from '@/components/desk/user-menu';
import { parseTheme, themeCookie } from '@/components/ui/theme';
import { pageContext } from '@/lib/api/http/page-context';
import { findingCountsRead } from '@/lib/tell/findings/list-findings';
import { maySeeAllRuns } from '@/lib/people/may-see-run';
import { inOneTrip, noRead, together } from '@/lib/base/reads';
import { openCountRead } from '@/lib/desk/tasks/list-tasks';
import { deskTexts } from '@/lib/base/texts/desk';
import { operationsTexts } from '@/lib/base/texts/operations';

const sum = (counts: Record<string, number>) =>
  Object.values(counts).reduce((total, count) => total + count, 0);

/** The rail beside every page of the desk. Pages render into its `<main>`; the verbs they call check authority. */
export default async function DeskLayout({ children }: { children: ReactNode }) {
  const ctx = await pageContext();
  const { open, findings } = await inOneTrip(
    ctx.db,
    together({
      open: openCountRead(ctx),
      findings: maySeeAllRuns(ctx.actor) ? findingCountsRead(ctx) : noRead,
    }),
  );
  const jar = await cookies();
  const shortcuts = parseShortcuts(jar.get(shortcutsCookie)?.value);
  return (
    <div className="group/desk min-h-dvh md:flex" data-shortcuts={shortcuts}>
      <a
        href="#content"
        className="fixed top-2 left-2 z-50 rounded-md bg-accent px-3 py-2 font-medium text-on-accent not-focus:sr-only"
      >
        {deskTexts.skip}
      </a>
      <Rail
        roles={ctx.actor.roles}
        openCount={<OpenCount count={open} />}
        findingCount={findings && <OpenCount count={sum(findings)} words={operationsTexts.badge} />}
        account={<UserMenu user={ctx.actor} theme={parseTheme(jar.get(themeCookie)?.value)} />}
      />
      <main id="content" tabIndex={-1} className="min-w-0 flex-1 outline-none max-md:pb-17">
        {children}
      </main>
      <DeskKeyboard
        roles={ctx.actor.roles}
        shortcuts={shortcuts}
        workflows={ctx.engine.workflows().map(({ id, title }) => ({ id, title }))}
      />
    </div>
  );
}
