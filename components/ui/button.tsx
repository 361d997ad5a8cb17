import { cva, type VariantProps } from 'class-variance-authority';
import { LoaderCircle } from 'lucide-react';
import type { ComponentProps, MouseEvent, ReactNode } from 'react';
import { cn } from './cn';

export const buttonClasses = cva(
  'inline-flex shrink-0 items-center justify-center gap-2 rounded-md border font-medium select-none transition-colors disabled:cursor-not-allowed disabled:opacity-55 aria-disabled:cursor-progress [&_svg]:size-4 [&_svg]:shrink-0',
  {
    variants: {
      variant: {
        primary: 'border-transparent bg-accent text-on-accent hover:bg-accent-hover',
        secondary: 'border-line-strong/60 bg-surface text-ink hover:bg-hover',
        ghost: 'border-transparent bg-transparent text-ink-muted hover:bg-hover hover:text-ink',
        success: 'border-transparent bg-success text-on-success hover:bg-success-hover',
        danger: 'border-transparent bg-danger text-on-danger hover:bg-danger-hover',
      },
      size: {
        sm: 'min-h-7 px-2 py-0.5 text-sm',
        md: 'min-h-8 px-3 py-1 text-base',
        lg: 'min-h-10 px-4 py-2 text-lg',
        icon: 'size-8 p-0',
        'icon-sm': 'size-7 p-0',
      },
    },
    defaultVariants: { variant: 'secondary', size: 'md' },
  },
);

export type ButtonVariants = VariantProps<typeof buttonClasses>;

export type ButtonProps = ComponentProps<'button'> &
  ButtonVariants & {
    /** The button's own action is running: it keeps focus, says so, and ignores clicks. */
    busy?: boolean;
    /** The label while busy, e.g. "Approving…". Defaults to the normal label. */
    busyLabel?: ReactNode;
  };

function swallowClick(event: MouseEvent) {
  event.preventDefault();
  event.stopPropagation();
}

/** A native button, type "button" unless said otherwise. An icon-only one needs `aria-label`. */
export function Button({
  variant,
  size,
  busy,
  busyLabel,
  className,
  children,
  type = 'button',
  ...props
}: ButtonProps) {
  const busyProps = busy ? { 'aria-disabled': true, 'aria-busy': true, onClick: swallowClick } : undefined;
  return (
    <button type={type} className={cn(buttonClasses({ variant, size }), className)} {...props} {...busyProps}>
      {busy ? (
        <>
          <LoaderCircle aria-hidden className="motion-safe:animate-spin" />
          {busyLabel ?? children}
        </>
      ) : (
        children
      )}
    </button>
  );
}
