import { cn } from './cn';

/** "Ana Ruiz" → "AR", "ana.ruiz@x.org" → "AR", "" → "?". */
export function initials(name: string): string {
  const words = (name.split('@')[0] ?? '').split(/[\s._-]+/).filter(Boolean);
  const first = words[0]?.[0] ?? '?';
  const last = words.length > 1 ? (words.at(-1)?.[0] ?? '') : '';
  return (first + last).toUpperCase();
}

/** Decoration beside a written name: hidden from screen readers. */
export function AvatarInitials({ name, className }: { name: string; className?: string }) {
  return (
    <span
      aria-hidden
      className={cn(
        'inline-flex size-6 shrink-0 items-center justify-center rounded-full bg-accent-soft text-[0.6875rem] font-semibold text-accent-ink select-none',
        className,
      )}
    >
      {initials(name)}
    </span>
  );
}
