'use client';

import { formatExact, formatRelative } from './time-format';
import { useNow } from './use-now';

type Props = { time: number; renderedAt: number; exact: boolean; className?: string };

/**
 * The first paint uses the server's clock and UTC; afterwards the reader's clock and zone. Under a
 * client parent `renderedAt` differs by the load time, hence suppressHydrationWarning.
 */
export function RelativeTimeText({ time, renderedAt, exact, className }: Props) {
  const now = useNow();
  const full = formatExact(time, now === null ? 'UTC' : undefined);
  return (
    <time dateTime={new Date(time).toISOString()} title={full} className={className} suppressHydrationWarning>
      {exact ? full : formatRelative(time, now ?? renderedAt)}
    </time>
  );
}
