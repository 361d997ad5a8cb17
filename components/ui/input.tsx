import type { ComponentProps } from 'react';
import { cn } from './cn';

export const inputClasses =
  'w-full min-w-0 rounded-md border border-line-strong bg-surface text-base text-ink transition-colors disabled:cursor-not-allowed disabled:bg-sunken disabled:text-ink-subtle [&[readonly]]:bg-sunken aria-invalid:border-danger-ink';

/** A native text-like input. */
export function Input({ className, ...props }: ComponentProps<'input'>) {
  return <input className={cn(inputClasses, 'h-8 px-2.5', className)} {...props} />;
}
