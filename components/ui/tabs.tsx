'use client';

import { Tabs as Base } from '@base-ui/react/tabs';
import { cn } from './cn';

/** Base UI's root: `value`, `defaultValue`, `onValueChange`. */
export const Tabs = Base.Root;

type WithClass<Props> = Omit<Props, 'className'> & { className?: string };

export function TabsList({ className, ...props }: WithClass<Base.List.Props>) {
  return <Base.List className={cn('flex gap-1 overflow-x-auto border-b', className)} {...props} />;
}

export function TabsTab({ className, ...props }: WithClass<Base.Tab.Props>) {
  return (
    <Base.Tab
      className={cn(
        '-mb-px min-h-9 border-b-2 border-transparent px-2.5 text-base font-medium whitespace-nowrap text-ink-muted transition-colors hover:text-ink focus-visible:-outline-offset-2 data-active:border-accent data-active:text-ink',
        className,
      )}
      {...props}
    />
  );
}

export function TabsPanel({ className, ...props }: WithClass<Base.Panel.Props>) {
  return <Base.Panel className={cn('pt-4', className)} {...props} />;
}
