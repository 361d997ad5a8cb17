import Link, { type LinkProps } from 'next/link';
import type { AnchorHTMLAttributes } from 'react';
import { type ButtonVariants, buttonClasses } from './button';
import { cn } from './cn';

export type LinkButtonProps<Route> = LinkProps<Route> &
  Omit<AnchorHTMLAttributes<HTMLAnchorElement>, keyof LinkProps<Route>> &
  ButtonVariants;

/** A link that looks like a button, for navigation only. */
export function LinkButton<Route>({ variant, size, className, ...props }: LinkButtonProps<Route>) {
  return <Link className={cn(buttonClasses({ variant, size }), className)} {...props} />;
}
