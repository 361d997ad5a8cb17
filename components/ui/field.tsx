import { CircleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { cn } from './cn';

export type ControlProps = {
  id: string;
  required?: boolean;
  'aria-describedby'?: string;
  'aria-invalid'?: true;
};

export type FieldParts = {
  /** The control's id; help and error get ids made from it. */
  id: string;
  label: ReactNode;
  help?: ReactNode;
  /** One message or several; shown beside the control and announced with it. */
  error?: string | readonly string[];
  required?: boolean;
  className?: string;
};

/** The attributes that tie a control to its label, help and error. */
export function controlProps({ id, help, error, required }: Omit<FieldParts, 'label'>): ControlProps {
  const described = [error?.length ? `${id}-error` : '', help ? `${id}-help` : ''].filter(Boolean);
  return {
    id,
    ...(required && { required: true }),
    ...(described.length > 0 && { 'aria-describedby': described.join(' ') }),
    ...(error?.length && { 'aria-invalid': true as const }),
  };
}

export function RequiredMark() {
  return (
    <span aria-hidden data-required="" className="text-danger-ink">
      {' *'}
    </span>
  );
}

export function FieldHelp({ id, children }: { id: string; children: ReactNode }) {
  return (
    <p id={`${id}-help`} className="text-sm text-ink-subtle">
      {children}
    </p>
  );
}

export function FieldError({ id, error }: { id: string; error: FieldParts['error'] }) {
  if (!error?.length) return null;
  const messages = typeof error === 'string' ? [error] : error;
  return (
    <div id={`${id}-error`} className="flex gap-1.5 text-sm text-danger-ink">
      <CircleAlert aria-hidden className="mt-0.5 size-4 shrink-0" />
      <div>
        {messages.map((message) => (
          <p key={message}>{message}</p>
        ))}
      </div>
    </div>
  );
}

export type FieldProps = FieldParts & {
  /** Keeps the label for screen readers only. */
  hideLabel?: boolean;
  /** Small text after the label, e.g. "Optional". */
  note?: ReactNode;
  /** The control, or a function that is given the control's attributes. */
  children: ReactNode | ((control: ControlProps) => ReactNode);
};

/** A labelled control with help and error. */
export function Field({
  id,
  label,
  help,
  error,
  required,
  hideLabel,
  note,
  className,
  children,
}: FieldProps) {
  return (
    <div data-field="" className={cn('flex min-w-0 flex-col gap-1', className)}>
      <div className={cn('flex flex-wrap items-baseline gap-x-2', hideLabel && 'sr-only')}>
        <label htmlFor={id} className="font-medium">
          {label}
          {required && <RequiredMark />}
        </label>
        {note && <span className="text-sm text-ink-subtle">{note}</span>}
      </div>
      {typeof children === 'function' ? children(controlProps({ id, help, error, required })) : children}
      <FieldError id={id} error={error} />
      {help && <FieldHelp id={id}>{help}</FieldHelp>}
    </div>
  );
}

export type FieldsetProps = Omit<FieldParts, 'label'> & {
  legend: ReactNode;
  hideLegend?: boolean;
  note?: ReactNode;
  disabled?: boolean;
  children: ReactNode;
};

/** Several controls under one legend, with help and error for all of them. */
export function Fieldset({
  id,
  legend,
  help,
  error,
  required,
  hideLegend,
  note,
  disabled,
  className,
  children,
}: FieldsetProps) {
  const { 'aria-describedby': describedBy } = controlProps({ id, help, error });
  return (
    <fieldset
      id={id}
      data-field=""
      tabIndex={-1}
      disabled={disabled}
      aria-describedby={describedBy}
      className={cn('m-0 flex min-w-0 flex-col gap-2 border-0 p-0', className)}
    >
      <legend className={cn('mb-1 font-medium', hideLegend && 'sr-only')}>
        {legend}
        {required && <RequiredMark />}
        {note && <span className="ml-2 text-sm font-normal text-ink-subtle">{note}</span>}
      </legend>
      {help && <FieldHelp id={id}>{help}</FieldHelp>}
      {children}
      <FieldError id={id} error={error} />
    </fieldset>
  );
}
