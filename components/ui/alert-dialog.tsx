'use client';

import { AlertDialog as Base } from '@base-ui/react/alert-dialog';
import type { ReactNode } from 'react';
import { Button } from './button';
import { backdropClasses, popupClasses } from './dialog';

/** A question that must be answered; a click outside does not close it. Base UI's root props. */
export const AlertDialog = Base.Root;
export const AlertDialogTrigger = Base.Trigger;

export type AlertDialogContentProps = {
  title: ReactNode;
  description: ReactNode;
  children?: ReactNode;
  cancelLabel?: ReactNode;
  /** The confirm button; its handler closes the dialog. */
  action: ReactNode;
};

export function AlertDialogContent({
  title,
  description,
  children,
  cancelLabel = 'Cancel',
  action,
}: AlertDialogContentProps) {
  return (
    <Base.Portal>
      <Base.Backdrop className={backdropClasses} />
      <Base.Popup className={popupClasses}>
        <div>
          <Base.Title className="text-xl font-semibold">{title}</Base.Title>
          <Base.Description className="mt-1 text-ink-muted">{description}</Base.Description>
        </div>
        {children}
        <div className="flex flex-wrap justify-end gap-2">
          <Base.Close render={<Button />}>{cancelLabel}</Base.Close>
          {action}
        </div>
      </Base.Popup>
    </Base.Portal>
  );
}
