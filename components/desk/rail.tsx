import type { ReactNode } from 'react';
import type { Role } from '@/db/enums';
import { deskTexts } from '@/lib/base/texts/desk';
import { navItemsFor } from './nav-items';
import { NavLink } from './nav-link';

/** The desk's navigation: a narrow rail on the left, on phones a bar at the bottom. */
export function Rail({
  roles,
  openCount,
  findingCount,
  account,
}: {
  roles: readonly Role[];
  openCount: ReactNode;
  findingCount?: ReactNode;
  account: ReactNode;
}) {
  return (
    <header className="z-30 flex shrink-0 border-line bg-surface max-md:fixed max-md:inset-x-0 max-md:bottom-0 max-md:border-t md:sticky md:top-0 md:h-dvh md:w-21 md:flex-col md:border-r">
      <p className="px-1 pt-4 pb-3 text-center text-[0.6875rem] leading-4 font-semibold tracking-tight text-accent-ink max-md:sr-only">
        {deskTexts.product}
      </p>
      <nav
        aria-label={deskTexts.nav.label}
        className="flex min-w-0 flex-1 gap-1 p-1 md:flex-col md:overflow-y-auto md:px-2 md:py-1"
      >
        {navItemsFor(roles).map(({ href, label, short, Icon }) => (
          <NavLink
            key={href}
            href={href}
            label={label}
            short={short}
            icon={<Icon aria-hidden />}
            badge={href === '/inbox' ? openCount : href === '/operations' ? findingCount : undefined}
          />
        ))}
      </nav>
      <div className="p-2 max-md:hidden">{account}</div>
    </header>
  );
}

/** The number of waiting items on a link's icon, and in words for screen readers. */
export function OpenCount({
  count,
  words = deskTexts.nav.openCount,
}: {
  count: number;
  words?: (count: number) => string;
}) {
  if (count === 0) return null;
  return (
    <span className="absolute -top-1.5 left-3 min-w-4.5 rounded-full whitespace-nowrap bg-accent px-1 text-center text-[0.6875rem] leading-4.5 font-semibold text-on-accent">
      <span aria-hidden>{count > 99 ? '99+' : count}</span>
      <span className="sr-only">{words(count)}</span>
    </span>
  );
}
