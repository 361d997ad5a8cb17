'use client';

import { Dialog as Base } from '@base-ui/react/dialog';
import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button } from './button';
import { cn } from './cn';

export const backdropClasses =
  'fixed inset-0 z-40 bg-backdrop transition-opacity duration-100 data-ending-style:opacity-0 data-starting-style:opacity-0';
export const popupClasses =
  'fixed top-1/2 left-1/2 z-50 flex max-h-[calc(100dvh-2rem)] w-[calc(100vw-2rem)] max-w-lg -translate-x-1/2 -translate-y-1/2 flex-col gap-4 overflow-y-auto rounded-xl border bg-raised p-5 text-ink shadow-raised transition-opacity duration-100 data-ending-style:opacity-0 data-starting-style:opacity-0';

/** Base UI's root: `open`, `defaultOpen`, `onOpenChange`. */
export const Dialog = Base.Root;
/** Opens the dialog; give the button as `render={<Button />}`. */
export const DialogTrigger = Base.Trigger;
/** Closes it; give the button as `render={<Button />}`. */
export const DialogClose = Base.Close;

export type DialogContentProps = {
  title: ReactNode;
  description?: ReactNode;
  children?: ReactNode;
  /** The buttons, in a row at the end. */
  footer?: ReactNode;
  className?: string;
};

export function DialogContent({ title, description, children, footer, className }: DialogContentProps) {
  return (
    <Base.Portal>
      <Base.Backdrop className={backdropClasses} />
      <Base.Popup className={cn(popupClasses, className)}>
        <div className="flex items-start gap-3">
          <div className="min-w-0 flex-1">
            <Base.Title className="text-xl font-semibold">{title}</Base.Title>
            {description && (
              <Base.Description className="mt-1 text-ink-muted">{description}</Base.Description>
            )}
          </div>
          <Base.Close render={<Button variant="ghost" size="icon-sm" aria-label="Close" />}>
            <X aria-hidden />
          </Base.Close>
        </div>
        {children}
        {footer && <div className="flex flex-wrap justify-end gap-2">{footer}</div>}
      </Base.Popup>
    </Base.Portal>
  );
}
