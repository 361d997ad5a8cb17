import type { ReactNode } from 'react';

/**
 * The question with its buttons; stays in reach above long evidence, unless the window is too low for that. On a phone the
 * box is none, so that the buttons can stand at the end of the page and stick to its bottom without covering what is there.
 */
export function TaskHeader({ title, children }: { title: ReactNode; children?: ReactNode }) {
  return (
    <div className="z-10 flex flex-col gap-3 border-b bg-surface px-6 py-4 max-md:contents md:[@media(min-height:34rem)]:sticky md:[@media(min-height:34rem)]:top-0">
      <div className="max-md:border-b max-md:px-4 max-md:py-4">{title}</div>
      {children}
    </div>
  );
}
