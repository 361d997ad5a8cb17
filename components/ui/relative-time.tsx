import { RelativeTimeText } from './relative-time-text';
import { type Instant, toMillis } from './time-format';

export type RelativeTimeProps = {
  date: Instant;
  /** Shows the exact time instead, in the reader's zone. */
  exact?: boolean;
  className?: string;
};

/** "2 hours ago" with the exact time and zone in its tooltip; renewed while the page is open. */
export function RelativeTime({ date, exact = false, className }: RelativeTimeProps) {
  const time = toMillis(date);
  if (time === undefined) return <span className={className}>Unknown time</span>;
  return <RelativeTimeText time={time} renderedAt={Date.now()} exact={exact} className={className} />;
}
