import { CircleUserRound } from 'lucide-react';
import type { Theme } from '@/components/ui/theme';
import { ThemeToggle } from '@/components/ui/theme-toggle';
import type { UserActor } from '@/lib/people/context';
import { deskTexts, roleTexts } from '@/lib/base/texts/desk';
import { SignOutForm } from './sign-out-form';

const { account } = deskTexts;

/** Who is signed in, the theme and the way out. A native popover, so that it opens without scripts. */
export function UserMenu({ user, theme }: { user: UserActor; theme: Theme }) {
  return (
    <>
      <button
        type="button"
        popoverTarget="user-menu"
        title={user.name}
        className="flex w-full flex-col items-center gap-1 rounded-lg px-1 py-2 text-xs font-medium text-ink-muted transition-colors hover:bg-hover hover:text-ink"
      >
        <CircleUserRound aria-hidden className="size-5" />
        {account.label}
        <span className="sr-only">{user.name}</span>
      </button>
      <div
        id="user-menu"
        popover="auto"
        role="group"
        aria-label={account.label}
        className="fixed inset-auto bottom-3 left-22 m-0 w-72 max-w-[calc(100vw-7rem)] rounded-lg border bg-raised p-4 text-ink shadow-raised"
      >
        <p className="font-semibold">{user.name}</p>
        <p className="text-sm text-ink-muted">{user.email}</p>
        <p className="mt-1 text-sm text-ink-muted">
          {user.roles.map((role) => roleTexts[role]).join(', ') || account.noRoles}
        </p>
        <div className="mt-3 flex items-center justify-between border-t pt-3">
          <span className="font-medium">{account.theme}</span>
          <ThemeToggle initial={theme} />
        </div>
        <SignOutForm className="mt-3 w-full" />
      </div>
    </>
  );
}
