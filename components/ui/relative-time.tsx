'use client';

import { useState } from 'react';
import { timeTexts } from '@/lib/base/texts/desk';
import { type Instant, formatExact, formatRelative, toMillis } from './time-format';
import { useNow } from './use-now';

export type RelativeTimeProps = {
  date: Instant;
  /** Shows the exact time instead, in the reader's zone. */
  exact?: boolean;
  className?: string;
};

/**
 * "2 hours ago" with the exact time and zone in its tooltip, updated while the page is open. The server
 * renders in UTC. React keeps differing text while hydrating, so `key` recreates the element in the browser.
 */
export function RelativeTime({ date, exact = false, className }: RelativeTimeProps) {
  const now = useNow();
  const [renderedAt] = useState(() => Date.now());
  const time = toMillis(date);
  if (time === undefined) return <span className={className}>{timeTexts.unknown}</span>;
  const full = formatExact(time, now === null ? 'UTC' : undefined);
  return (
    <time
      key={now === null ? 'server' : 'browser'}
      dateTime={new Date(time).toISOString()}
      title={full}
      className={className}
      suppressHydrationWarning
    >
      {exact ? full : formatRelative(time, now ?? renderedAt)}
    </time>
  );
}
