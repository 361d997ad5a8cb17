'use client';

import { Dialog } from '@base-ui/react/dialog';
import { Command } from 'cmdk';
import { CircleHelp, CirclePlus, Keyboard } from 'lucide-react';
import type { Route } from 'next';
import { useRouter } from 'next/navigation';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { cn } from '@/components/ui/cn';
import { backdropClasses, popupClasses } from '@/components/ui/dialog';
import type { Role } from '@/db/enums';
import { inputClasses } from '@/components/ui/input';
import type { TaskSummary } from '@/lib/desk/tasks/types';
import type { Page } from '@/lib/base/page-query';
import { paletteTexts } from '@/lib/base/texts/desk';
import { navItemsFor } from './nav-items';

const groupClasses =
  '[&_[cmdk-group-heading]]:px-2 [&_[cmdk-group-heading]]:pt-2 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:text-xs [&_[cmdk-group-heading]]:text-ink-subtle';
const itemClasses =
  'flex min-h-9 cursor-default items-center gap-2.5 rounded-md px-2 py-1 data-[selected=true]:bg-hover [&_svg]:size-4 [&_svg]:shrink-0 [&_svg]:text-ink-subtle';

async function readOpenTasks(signal: AbortSignal): Promise<TaskSummary[]> {
  const response = await fetch('/api/tasks?scope=mine&state=open&limit=30', { signal });
  if (!response.ok) return [];
  const { items }: Page<TaskSummary> = await response.json();
  return items;
}

/** The person's first open tasks; the palette works without them until they have loaded. */
function useOpenTasks(): TaskSummary[] {
  const [tasks, setTasks] = useState<TaskSummary[]>([]);
  useEffect(() => {
    const leaving = new AbortController();
    readOpenTasks(leaving.signal)
      .then(setTasks)
      .catch(() => undefined);
    return () => leaving.abort();
  }, []);
  return tasks;
}

function Item({
  id,
  keywords,
  icon,
  onSelect,
  children,
}: {
  id: string;
  keywords: string[];
  icon: ReactNode;
  onSelect: () => void;
  children: ReactNode;
}) {
  return (
    <Command.Item value={id} keywords={keywords} onSelect={onSelect} className={itemClasses}>
      {icon}
      <span className="min-w-0">{children}</span>
    </Command.Item>
  );
}

export type CommandPaletteProps = {
  roles: readonly Role[];
  workflows: { id: string; title: string }[];
  /** Held by the parent, since people type before this component has loaded. */
  query: string;
  onQueryChange: (query: string) => void;
  onOpenChange: (open: boolean) => void;
  onHelp: () => void;
};

/** Go anywhere by typing. Loaded on first use. */
export default function CommandPalette({
  roles,
  workflows,
  query,
  onQueryChange,
  onOpenChange,
  onHelp,
}: CommandPaletteProps) {
  const router = useRouter();
  const tasks = useOpenTasks();
  const input = useRef<HTMLInputElement>(null);
  const go = (href: string) => {
    onOpenChange(false);
    router.push(href as Route);
  };
  return (
    <Dialog.Root open onOpenChange={onOpenChange}>
      <Dialog.Portal>
        <Dialog.Backdrop className={backdropClasses} />
        <Dialog.Popup
          initialFocus={input}
          className={cn(popupClasses, 'top-[12dvh] max-h-[76dvh] max-w-xl translate-y-0 p-2')}
        >
          <Dialog.Title className="sr-only">{paletteTexts.title}</Dialog.Title>
          <Command label={paletteTexts.title} loop className="flex min-h-0 flex-col gap-2">
            <Command.Input
              ref={input}
              value={query}
              onValueChange={onQueryChange}
              placeholder={paletteTexts.placeholder}
              className={cn(inputClasses, 'h-10 px-3 text-lg')}
            />
            <Command.List className="min-h-0 overflow-y-auto">
              <Command.Empty className="px-2 py-6 text-center text-ink-muted">
                {paletteTexts.nothing}
              </Command.Empty>
              <Command.Group heading={paletteTexts.pages} className={groupClasses}>
                {navItemsFor(roles).map(({ href, label, Icon }) => (
                  <Item
                    key={href}
                    id={`page ${href}`}
                    keywords={[label]}
                    icon={<Icon aria-hidden />}
                    onSelect={() => go(href)}
                  >
                    {label}
                  </Item>
                ))}
                <Item
                  id="help"
                  keywords={[paletteTexts.shortcuts]}
                  icon={<Keyboard aria-hidden />}
                  onSelect={onHelp}
                >
                  {paletteTexts.shortcuts}
                </Item>
              </Command.Group>
              {tasks.length > 0 && (
                <Command.Group heading={paletteTexts.tasks} className={groupClasses}>
                  {tasks.map(({ taskId, title, requester }) => (
                    <Item
                      key={taskId}
                      id={`task ${taskId}`}
                      keywords={[title, requester.name]}
                      icon={<CircleHelp aria-hidden />}
                      onSelect={() => go(`/inbox?task=${encodeURIComponent(taskId)}`)}
                    >
                      {title}
                    </Item>
                  ))}
                </Command.Group>
              )}
              <Command.Group heading={paletteTexts.workflows} className={groupClasses}>
                {workflows.map(({ id, title }) => (
                  <Item
                    key={id}
                    id={`workflow ${id}`}
                    keywords={[title, paletteTexts.workflows]}
                    icon={<CirclePlus aria-hidden />}
                    onSelect={() => go(`/new/${encodeURIComponent(id)}`)}
                  >
                    {title}
                  </Item>
                ))}
              </Command.Group>
            </Command.List>
          </Command>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
