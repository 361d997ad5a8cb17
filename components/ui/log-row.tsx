import type { ReactNode } from 'react';
import { Folded } from './folded';
import { RelativeTime } from './relative-time';

export function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt className="text-ink-muted">{name}</dt>
      <dd className="min-w-0 wrap-anywhere">{children}</dd>
    </>
  );
}

/** `Fact`s, name beside value where there is room. */
export function Facts({ children }: { children: ReactNode }) {
  return <dl className="grid grid-cols-1 gap-x-4 gap-y-1 sm:grid-cols-[8rem_minmax(0,1fr)]">{children}</dl>;
}

type LogRowProps = {
  title: string;
  about?: string | null;
  at: string;
  notes: ReactNode;
  children: ReactNode;
};

/** An entry of a log: what, about what, when, and some notes on it; the rest on demand. */
export function LogRow({ title, about, at, notes, children }: LogRowProps) {
  return (
    <li>
      <Folded
        summary={
          <div className="flex min-w-0 flex-1 flex-col gap-0.5">
            <div className="flex flex-wrap items-baseline gap-x-3">
              <span className="min-w-0 flex-1 basis-60 wrap-anywhere">
                <span className="font-medium">{title}</span>
                {about && <span className="text-ink-muted"> · {about}</span>}
              </span>
              <RelativeTime date={at} className="text-sm text-ink-subtle" />
            </div>
            <span className="flex flex-wrap items-center gap-x-3 gap-y-0.5 text-sm text-ink-muted">
              {notes}
            </span>
          </div>
        }
      >
        <div className="mx-3 mt-1 mb-3 flex flex-col gap-3 rounded-md bg-sunken p-3 text-sm sm:ml-9">
          {children}
        </div>
      </Folded>
    </li>
  );
}
