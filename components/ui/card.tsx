import type { ComponentProps, ReactNode } from 'react';
import { cn } from './cn';

/** A bordered surface. */
export function Card({ className, ...props }: ComponentProps<'div'>) {
  return <div className={cn('rounded-lg border bg-surface p-4', className)} {...props} />;
}

export type SectionProps = Omit<ComponentProps<'section'>, 'title'> & {
  title: ReactNode;
  /** Needed so that the section is named by its heading; unique on the page. */
  id: string;
  description?: ReactNode;
  actions?: ReactNode;
  level?: 2 | 3 | 4;
};

/** A part of a page with a heading that names it. */
export function Section({
  id,
  title,
  description,
  actions,
  level = 2,
  className,
  children,
  ...props
}: SectionProps) {
  const Heading = `h${level}` as const;
  return (
    <section
      aria-labelledby={`${id}-title`}
      id={id}
      className={cn('flex flex-col gap-3', className)}
      {...props}
    >
      <div className="flex flex-wrap items-start justify-between gap-2">
        <div className="min-w-0">
          <Heading id={`${id}-title`} className={cn('font-semibold', level === 2 ? 'text-lg' : 'text-base')}>
            {title}
          </Heading>
          {description && <p className="text-sm text-ink-muted">{description}</p>}
        </div>
        {actions && <div className="flex flex-wrap gap-2">{actions}</div>}
      </div>
      {children}
    </section>
  );
}
