import { CircleCheck, CircleHelp, CircleStop, CircleX, Clock, LoaderCircle } from 'lucide-react';
import { Badge } from '@/components/ui/badge';
import type { RunStatus } from '@/db/enums';
import { statusWords, type StatusIcon } from './run-status';

const icons: Record<StatusIcon, typeof Clock> = {
  clock: Clock,
  work: LoaderCircle,
  check: CircleCheck,
  cross: CircleX,
  stop: CircleStop,
  question: CircleHelp,
};

/** A run's status in plain words: "Waiting for Finance". */
export function StatusBadge({ status, waitingOn }: { status: RunStatus; waitingOn?: readonly string[] }) {
  const { label, tone, icon } = statusWords(status, waitingOn);
  const Icon = icons[icon];
  return (
    <Badge tone={tone}>
      <Icon aria-hidden />
      <span className="truncate">{label}</span>
    </Badge>
  );
}
