'use client';

import { Toast as Base } from '@base-ui/react/toast';
import { X } from 'lucide-react';
import { type ReactNode, useMemo } from 'react';
import { Button } from './button';
import { cn } from './cn';

export type ToastTone = 'neutral' | 'success' | 'danger' | 'warning';

export type ToastMessage = {
  title: ReactNode;
  description?: ReactNode;
  tone?: ToastTone;
  /** Milliseconds until it closes; 0 keeps it open. Default 6000; danger stays. */
  timeout?: number;
  action?: { label: ReactNode; onClick: () => void; shortcut?: { action: string; key: string } };
  onClose?: () => void;
};

const edge: Record<ToastTone, string> = {
  neutral: 'border-l-line-strong',
  success: 'border-l-success',
  danger: 'border-l-danger',
  warning: 'border-l-warning-ink',
};

function isTone(type: string | undefined): type is ToastTone {
  return type !== undefined && type in edge;
}

function toOptions({ tone = 'neutral', action, timeout, ...rest }: ToastMessage) {
  return {
    ...rest,
    type: tone,
    timeout: timeout ?? (tone === 'danger' ? 0 : 6000),
    priority: tone === 'danger' ? ('high' as const) : ('low' as const),
    actionProps: action
      ? {
          children: action.label,
          onClick: action.onClick,
          'data-shortcut': action.shortcut?.action,
          'aria-keyshortcuts': action.shortcut?.key,
        }
      : undefined,
  };
}

/** Shows messages in the corner, announced to screen readers; F6 moves to them. */
export function useToast() {
  const { add, update, close } = Base.useToastManager();
  return useMemo(
    () => ({
      /** Returns the toast's id. */
      show: (message: ToastMessage): string => add(toOptions(message)),
      update: (id: string, message: ToastMessage): void => update(id, toOptions(message)),
      dismiss: (id: string): void => close(id),
    }),
    [add, update, close],
  );
}

function ToastList() {
  const { toasts } = Base.useToastManager();
  return toasts.map((toast) => (
    <Base.Root
      key={toast.id}
      toast={toast}
      swipeDirection={['right', 'down']}
      className={cn(
        'rounded-lg border border-l-4 bg-raised shadow-raised transition-opacity duration-100 data-ending-style:opacity-0 data-limited:hidden data-starting-style:opacity-0',
        edge[isTone(toast.type) ? toast.type : 'neutral'],
      )}
    >
      <Base.Content className="flex items-start gap-2 p-3">
        <div className="min-w-0 flex-1">
          <Base.Title className="font-medium" />
          <Base.Description className="text-sm text-ink-muted" />
        </div>
        {toast.actionProps && <Base.Action render={<Button size="sm" />} />}
        <Base.Close render={<Button variant="ghost" size="icon-sm" aria-label="Dismiss" />}>
          <X aria-hidden />
        </Base.Close>
      </Base.Content>
    </Base.Root>
  ));
}

/** Render it once, around the desk. */
export function ToastProvider({ children }: { children: ReactNode }) {
  return (
    <Base.Provider limit={4}>
      {children}
      <Base.Portal>
        <Base.Viewport className="fixed right-4 bottom-4 z-60 flex w-96 max-w-[calc(100vw-2rem)] flex-col gap-2 max-md:bottom-18">
          <ToastList />
        </Base.Viewport>
      </Base.Portal>
    </Base.Provider>
  );
}
