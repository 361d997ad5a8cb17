import { AvatarInitials } from '@/components/ui/avatar-initials';
import { buttonClasses } from '@/components/ui/button';
import { cn } from '@/components/ui/cn';
import type { Theme } from '@/components/ui/theme';
import { ThemeToggle } from '@/components/ui/theme-toggle';
import type { UserActor } from '@/lib/context';
import { deskTexts, roleTexts } from '@/lib/texts/desk';
import { SignOutForm } from './sign-out-form';

const { account } = deskTexts;

/** Who is signed in, the theme and the way out. A native popover, so that it opens without scripts. */
export function UserMenu({ user, theme }: { user: UserActor; theme: Theme }) {
  return (
    <>
      <button type="button" popoverTarget="user-menu" aria-label={account.open(user.name)} title={user.name} className={cn(buttonClasses({ variant: 'ghost' }), 'w-full py-2')}>
        <AvatarInitials name={user.name} className="size-8 text-sm" />
      </button>
      <div
        id="user-menu"
        popover="auto"
        role="group"
        aria-label={account.open(user.name)}
        className="fixed inset-auto bottom-3 left-22 m-0 w-72 max-w-[calc(100vw-7rem)] rounded-lg border bg-raised p-4 text-ink shadow-raised"
      >
        <p className="font-semibold">{user.name}</p>
        <p className="text-sm text-ink-muted">{user.email}</p>
        <p className="mt-1 text-sm text-ink-muted">{user.roles.map((role) => roleTexts[role]).join(', ') || account.noRoles}</p>
        <div className="mt-3 flex items-center justify-between border-t pt-3">
          <span className="font-medium">{account.theme}</span>
          <ThemeToggle initial={theme} />
        </div>
        <SignOutForm className="mt-3 w-full" />
      </div>
    </>
  );
}
