import { ArrowLeft } from 'lucide-react';
import Link, { type LinkProps } from 'next/link';
import type { ReactNode } from 'react';

/** The link up to the list that a page belongs to. */
export function BackLink<Route>({ children, ...props }: LinkProps<Route> & { children: ReactNode }) {
  return (
    <Link
      className="inline-flex min-h-6 items-center gap-1 self-start text-sm text-ink-muted hover:text-ink hover:underline"
      {...props}
    >
      <ArrowLeft aria-hidden className="size-4" />
      {children}
    </Link>
  );
}
