import type { ReactNode } from 'react';

/**
 * The question and its buttons, which stay visible above long evidence unless the window is too low. On a
 * phone the box has `display: contents`, so that the buttons can stick to the bottom of the page without
 * covering its end.
 */
export function TaskHeader({ title, children }: { title: ReactNode; children?: ReactNode }) {
  return (
    <div className="z-10 flex flex-col gap-3 border-b bg-surface px-6 py-4 max-md:contents md:[@media(min-height:34rem)]:sticky md:[@media(min-height:34rem)]:top-0">
      <div className="max-md:border-b max-md:px-4 max-md:py-4">{title}</div>
      {children}
    </div>
  );
}
