import { CircleAlert, Info, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { cn } from './cn';

const tones = {
  danger: { box: 'border-danger/40 bg-danger-soft', icon: 'text-danger-ink', Icon: CircleAlert },
  warning: { box: 'border-warning-ink/40 bg-warning-soft', icon: 'text-warning-ink', Icon: TriangleAlert },
  info: { box: 'border-accent/40 bg-accent-soft', icon: 'text-accent-ink', Icon: Info },
};

export type ProblemNoticeProps = {
  /** What happened, in one sentence. */
  title: ReactNode;
  /** What is safe: what was and was not changed. */
  safe?: ReactNode;
  /** What to do now. */
  todo?: ReactNode;
  children?: ReactNode;
  actions?: ReactNode;
  /** A reference for support, shown small and selectable. */
  requestId?: string;
  tone?: keyof typeof tones;
  className?: string;
};

/** An error, warning or notice. Danger is announced at once (role alert), the others politely. */
export function ProblemNotice({
  title,
  safe,
  todo,
  children,
  actions,
  requestId,
  tone = 'danger',
  className,
}: ProblemNoticeProps) {
  const { box, icon, Icon } = tones[tone];
  return (
    <div
      role={tone === 'danger' ? 'alert' : 'status'}
      className={cn('flex gap-3 rounded-lg border p-3 text-ink', box, className)}
    >
      <Icon aria-hidden className={cn('mt-px size-5 shrink-0', icon)} />
      <div className="flex min-w-0 flex-1 flex-col gap-1">
        <p className="font-semibold">{title}</p>
        {safe && <p>{safe}</p>}
        {todo && <p>{todo}</p>}
        {children}
        {requestId && <p className="text-sm text-ink-muted">Reference for support: {requestId}</p>}
        {actions && <div className="mt-1 flex flex-wrap gap-2">{actions}</div>}
      </div>
    </div>
  );
}
