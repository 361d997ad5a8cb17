import { ChevronRight } from 'lucide-react';
import type { ReactNode } from 'react';

/** A line with an arrow that unfolds its details, without scripts too. */
export function Folded({ summary, children }: { summary: ReactNode; children: ReactNode }) {
  return (
    <details className="group">
      <summary className="flex cursor-pointer list-none gap-2 px-3 py-2.5 transition-colors hover:bg-hover focus-visible:-outline-offset-2 [&::-webkit-details-marker]:hidden">
        <ChevronRight aria-hidden className="mt-0.5 size-4 shrink-0 text-ink-subtle group-open:rotate-90" />
        {summary}
      </summary>
      {children}
    </details>
  );
}
