import type { ReactNode } from 'react';

/** A part of the task below its question. */
export function PanelSection({ id, title, children }: { id: string; title: string; children: ReactNode }) {
  return (
    <section aria-labelledby={`${id}-title`} className="flex min-w-0 flex-col gap-2">
      <h2 id={`${id}-title`} className="text-sm font-semibold text-ink-muted">
        {title}
      </h2>
      {children}
    </section>
  );
}
