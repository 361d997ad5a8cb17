import type { ReactNode } from 'react';
import { cn } from './cn';

/** A placeholder for loading content; hidden from screen readers, so say "Loading" once around it. */
export function Skeleton({ className }: { className?: string }) {
  return <div aria-hidden className={cn('h-4 rounded-md bg-hover motion-safe:animate-pulse', className)} />;
}

/** Announces that something is loading and shows its skeleton. */
export function Loading({ label = 'Loading…', children }: { label?: string; children: ReactNode }) {
  return (
    <div role="status" aria-busy="true">
      <span className="sr-only">{label}</span>
      {children}
    </div>
  );
}
