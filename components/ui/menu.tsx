'use client';

import { Menu as Base } from '@base-ui/react/menu';
import type { ReactNode } from 'react';
import { cn } from './cn';

/** Base UI's root. */
export const Menu = Base.Root;
/** Opens the menu; give the button as `render={<Button />}`. */
export const MenuTrigger = Base.Trigger;
export const MenuGroup = Base.Group;

const itemClasses =
  'flex min-h-8 w-full cursor-default items-center gap-2 rounded-md px-2 py-1 text-base text-ink no-underline outline-hidden select-none data-disabled:text-ink-subtle data-highlighted:bg-hover [&_svg]:size-4 [&_svg]:shrink-0';

export type MenuContentProps = {
  children: ReactNode;
  align?: 'start' | 'center' | 'end';
  side?: 'top' | 'right' | 'bottom' | 'left';
  className?: string;
};

export function MenuContent({ children, align = 'start', side = 'bottom', className }: MenuContentProps) {
  return (
    <Base.Portal>
      <Base.Positioner align={align} side={side} sideOffset={4} className="z-50 outline-hidden">
        <Base.Popup
          className={cn(
            'max-h-(--available-height) min-w-44 overflow-y-auto rounded-lg border bg-raised p-1 shadow-raised outline-hidden transition-opacity duration-100 data-ending-style:opacity-0 data-starting-style:opacity-0',
            className,
          )}
        >
          {children}
        </Base.Popup>
      </Base.Positioner>
    </Base.Portal>
  );
}

export function MenuItem({
  className,
  danger,
  ...props
}: Omit<Base.Item.Props, 'className'> & { className?: string; danger?: boolean }) {
  return <Base.Item className={cn(itemClasses, danger && 'text-danger-ink', className)} {...props} />;
}

/** An item that goes somewhere; give the link as `render={<Link href=… />}`. */
export function MenuLinkItem({
  className,
  ...props
}: Omit<Base.LinkItem.Props, 'className'> & { className?: string }) {
  return <Base.LinkItem className={cn(itemClasses, className)} closeOnClick {...props} />;
}

export function MenuLabel({ children }: { children: ReactNode }) {
  return <Base.GroupLabel className="px-2 py-1 text-xs text-ink-subtle">{children}</Base.GroupLabel>;
}

export function MenuSeparator() {
  return <Base.Separator className="my-1 h-px bg-line" />;
}
