import type { ComponentProps, ReactNode } from 'react';
import { cn } from './cn';
import { FieldError, FieldHelp, type FieldParts, RequiredMark, controlProps } from './field';

const checkboxClasses = 'mt-[3px] size-4 shrink-0 accent-accent disabled:cursor-not-allowed';

/** A bare native checkbox, for tables and rows; it needs `aria-label` or a label of its own. */
export function Checkbox({ className, ...props }: ComponentProps<'input'>) {
  return <input type="checkbox" className={cn(checkboxClasses, className)} {...props} />;
}

export type CheckboxFieldProps = Omit<ComponentProps<'input'>, 'id' | 'type'> &
  Pick<FieldParts, 'id' | 'help' | 'error'> & { label: ReactNode };

/** A checkbox with its label beside it, help and error below. */
export function CheckboxField({ id, label, help, error, required, className, ...props }: CheckboxFieldProps) {
  return (
    <div className={cn('flex min-w-0 flex-col gap-1', className)}>
      <label className="flex min-h-6 items-start gap-2">
        <Checkbox {...controlProps({ id, help, error, required })} {...props} />
        <span className="min-w-0">
          {label}
          {required && <RequiredMark />}
        </span>
      </label>
      <FieldError id={id} error={error} />
      {help && <FieldHelp id={id}>{help}</FieldHelp>}
    </div>
  );
}
