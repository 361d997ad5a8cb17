import type { ComponentProps, ReactNode } from 'react';
import { cn } from './cn';
import { FieldError, FieldHelp, type FieldParts, controlProps } from './field';

export type SwitchProps = Omit<ComponentProps<'input'>, 'id' | 'type' | 'role'> &
  Pick<FieldParts, 'id' | 'help' | 'error'> & { label: ReactNode };

/** A setting that takes effect at once: a native checkbox with the switch role. */
export function Switch({ id, label, help, error, className, ...props }: SwitchProps) {
  return (
    <div className={cn('flex min-w-0 flex-col gap-1', className)}>
      <label className="flex min-h-6 items-center justify-between gap-4">
        <span className="min-w-0 font-medium">{label}</span>
        <span className="relative inline-flex h-5 w-9 shrink-0">
          <input
            type="checkbox"
            role="switch"
            className="peer size-full appearance-none rounded-full border border-line-strong bg-hover transition-colors checked:border-accent checked:bg-accent disabled:opacity-55 forced-colors:appearance-auto"
            {...controlProps({ id, help, error })}
            {...props}
          />
          <span
            aria-hidden
            className="pointer-events-none absolute top-[3px] left-[3px] size-3.5 rounded-full bg-ink-subtle transition-transform peer-checked:translate-x-4 peer-checked:bg-on-accent forced-colors:hidden"
          />
        </span>
      </label>
      <FieldError id={id} error={error} />
      {help && <FieldHelp id={id}>{help}</FieldHelp>}
    </div>
  );
}
