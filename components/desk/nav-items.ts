import { CirclePlus, FileText, Inbox, Settings, type LucideIcon } from 'lucide-react';
import { deskTexts } from '@/lib/texts/desk';

export type NavItem = { href: '/inbox' | '/runs' | '/new' | '/settings'; label: string; short?: string; Icon: LucideIcon };

const { nav } = deskTexts;

/** The pages of the rail, in order. */
export const navItems: readonly NavItem[] = [
  { href: '/inbox', label: nav.inbox, Icon: Inbox },
  { href: '/runs', label: nav.runs, Icon: FileText },
  { href: '/new', label: nav.new, short: nav.newShort, Icon: CirclePlus },
  { href: '/settings', label: nav.settings, Icon: Settings },
];

/** Whether a path belongs to a rail item: its own page, the pages below it, and tasks below the inbox. */
export function isCurrent(pathname: string, href: NavItem['href']): boolean {
  const sections = href === '/inbox' ? [href, '/tasks'] : [href];
  return sections.some((section) => pathname === section || pathname.startsWith(`${section}/`));
}
