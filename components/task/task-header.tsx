import type { ReactNode } from 'react';

/** The question with its buttons; stays in reach above long evidence, unless the window is too low for that. */
export function TaskHeader({ title, children }: { title: ReactNode; children?: ReactNode }) {
  return (
    <div className="z-10 flex flex-col gap-3 border-b bg-surface px-4 py-4 md:px-6 md:[@media(min-height:34rem)]:sticky md:[@media(min-height:34rem)]:top-0">
      {title}
      {children}
    </div>
  );
}
