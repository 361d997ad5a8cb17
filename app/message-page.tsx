import type { ReactNode } from 'react';

/** A page with one message and a way on. */
export function MessagePage({
  title,
  action,
  children,
}: {
  title: string;
  action: ReactNode;
  children: ReactNode;
}) {
  return (
    <main className="mx-auto flex max-w-md flex-col items-center gap-2 px-4 py-24 text-center">
      <h1 className="text-xl font-semibold">{title}</h1>
      <p className="text-ink-muted">{children}</p>
      <p className="mt-2">{action}</p>
    </main>
  );
}
