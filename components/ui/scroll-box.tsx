import type { ReactNode } from 'react';
import { cn } from './cn';

/** A box with its own scrollbars, reachable by keyboard, that never widens the page. */
export function ScrollBox({
  label,
  className,
  role = 'region',
  children,
}: {
  label: string;
  role?: 'region' | 'group';
  className?: string;
  children: ReactNode;
}) {
  return (
    // Focusable, so that it scrolls without a pointer
    <div
      role={role}
      aria-label={label}
      tabIndex={0}
      className={cn('relative overflow-auto rounded-md border', className)}
    >
      {children}
    </div>
  );
}
