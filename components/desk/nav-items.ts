import { CirclePlus, FileText, Inbox, LifeBuoy, ScrollText, Settings, type LucideIcon } from 'lucide-react';
import type { Role } from '@/db/enums';
import { deskTexts } from '@/lib/base/texts/desk';

export type NavItem = {
  href: '/inbox' | '/runs' | '/new' | '/operations' | '/audit' | '/settings';
  label: string;
  short?: string;
  Icon: LucideIcon;
  only?: readonly Role[];
};

const { nav } = deskTexts;

/** The pages of the rail, in order; `only`: for people with one of these roles. */
export const navItems: readonly NavItem[] = [
  { href: '/inbox', label: nav.inbox, Icon: Inbox },
  { href: '/runs', label: nav.runs, Icon: FileText },
  { href: '/new', label: nav.new, short: nav.newShort, Icon: CirclePlus },
  {
    href: '/operations',
    label: nav.operations,
    short: nav.operationsShort,
    Icon: LifeBuoy,
    only: ['operator', 'admin'],
  },
  { href: '/audit', label: nav.audit, Icon: ScrollText, only: ['operator', 'admin'] },
  { href: '/settings', label: nav.settings, Icon: Settings },
];

export const navItemsFor = (roles: readonly Role[]): NavItem[] =>
  navItems.filter(({ only }) => !only || only.some((role) => roles.includes(role)));

/** Whether a path belongs to a rail item: its own page, the pages below it, and tasks below the inbox. */
export function isCurrent(pathname: string, href: NavItem['href']): boolean {
  const sections = href === '/inbox' ? [href, '/tasks'] : [href];
  return sections.some((section) => pathname === section || pathname.startsWith(`${section}/`));
}
