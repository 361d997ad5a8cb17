'use client';

import Link from 'next/link';
import { usePathname } from 'next/navigation';
import type { ReactNode } from 'react';
import { cn } from '@/components/ui/cn';
import { isCurrent, type NavItem } from './nav-items';

/** One link of the rail, marked when current. `icon` and `badge` come rendered from the server. */
export function NavLink({
  href,
  label,
  short,
  icon,
  badge,
}: Pick<NavItem, 'href' | 'label' | 'short'> & { icon: ReactNode; badge?: ReactNode }) {
  const pathname = usePathname();
  const current = isCurrent(pathname, href);
  return (
    <Link
      href={href}
      aria-current={current ? (pathname === href ? 'page' : 'true') : undefined}
      className={cn(
        'relative flex flex-1 flex-col items-center justify-center gap-1 rounded-lg px-1 py-2 text-center text-xs max-md:px-0 max-[23rem]:text-[0.625rem] font-medium text-ink-muted no-underline transition-colors hover:bg-hover hover:text-ink md:flex-none [&_svg]:size-5',
        current && 'bg-accent-soft text-accent-ink hover:bg-accent-soft hover:text-accent-ink',
      )}
    >
      <span className="relative">
        {icon}
        {badge}
      </span>
      {short ? (
        <>
          <span aria-hidden>{short}</span>
          <span className="sr-only">{label}</span>
        </>
      ) : (
        label
      )}
    </Link>
  );
}
