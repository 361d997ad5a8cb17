import type { ComponentProps } from 'react';
import { cn } from './cn';
import { inputClasses } from './input';

/** A native textarea that grows with its text where the browser can. */
export function Textarea({ className, rows = 3, ...props }: ComponentProps<'textarea'>) {
  return (
    <textarea
      rows={rows}
      className={cn(inputClasses, 'field-sizing-content max-h-96 min-h-18 resize-y px-2.5 py-1.5', className)}
      {...props}
    />
  );
}
