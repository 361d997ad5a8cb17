'use client';

import { cn } from '@/components/ui/cn';
import { RelativeTime } from '@/components/ui/relative-time';
import { useNow } from '@/components/ui/use-now';
import { runTexts } from '@/lib/base/texts/runs';

/** "due in 3 days"; red once overdue by the reader's clock. */
export function DueTime({ dueAt }: { dueAt: string }) {
  const now = useNow();
  const late = now !== null && Date.parse(dueAt) < now;
  return (
    <span className={cn(late && 'font-medium text-danger-ink')}>
      {late ? runTexts.wasDue : runTexts.due} <RelativeTime date={dueAt} />
    </span>
  );
}
