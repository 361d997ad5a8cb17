import type { ComponentProps } from 'react';
import { cn } from './cn';

/** A key of the keyboard. */
export function Kbd({ className, ...props }: ComponentProps<'kbd'>) {
  return (
    <kbd
      className={cn(
        'inline-flex min-w-5 items-center justify-center rounded-sm border bg-sunken px-1 font-sans text-xs leading-[18px] text-ink-muted',
        className,
      )}
      {...props}
    />
  );
}
