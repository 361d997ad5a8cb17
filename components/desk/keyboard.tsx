'use client';

import { useRouter } from 'next/navigation';
import { lazy, Suspense, useEffect, useEffectEvent, useRef, useState } from 'react';
import type { Role } from '@/db/enums';
import {
  decisionButton,
  focusFirst,
  focusOn,
  neighbourRow,
  onControl,
  overlayOpen,
  taskTitle,
  unopenedFold,
} from './desk-dom';
import { decideKey, type KeyAction, takesText } from './keyboard-map';
import type { Shortcuts } from './preferences';
import { ShortcutsDialog } from './shortcuts-dialog';

const CommandPalette = lazy(() => import('./command-palette'));
const sequenceTime = 1500;

export type DeskKeyboardProps = {
  roles: readonly Role[];
  shortcuts: Shortcuts;
  workflows: { id: string; title: string }[];
};

/** Listens for the desk's keys; draws nothing but the dialogs they open. */
export function DeskKeyboard({ roles, shortcuts, workflows }: DeskKeyboardProps) {
  const router = useRouter();
  const [dialog, setDialog] = useState<'help' | 'palette' | null>(null);
  const lastG = useRef(-Infinity);

  function move(step: 1 | -1) {
    const row = neighbourRow(step);
    if (!row) return;
    row.focus();
    row.scrollIntoView({ block: 'nearest' });
    row.click();
  }

  function leaveOrClear() {
    const element = document.activeElement;
    if (element instanceof HTMLElement && takesText(element)) element.blur();
    else document.querySelector<HTMLElement>('[data-shortcut="clear"]')?.click();
  }

  /** False when there is nothing to do here: the browser keeps the key. */
  function act(action: KeyAction): boolean {
    switch (action) {
      case 'next':
      case 'previous':
        move(action === 'next' ? 1 : -1);
        return true;
      case 'approve':
      case 'reject': {
        const button = decisionButton(action);
        const fold = button && unopenedFold(button);
        if (fold) focusOn(fold);
        else button?.click();
        return button !== null;
      }
      case 'open':
        return focusFirst(taskTitle);
      case 'search':
        return focusFirst('[data-shortcut="search"]');
      case 'inbox':
      case 'runs':
      case 'new':
        router.push(`/${action}`);
        return true;
      case 'help':
      case 'palette':
        setDialog(action);
        return true;
      case 'escape':
        leaveOrClear();
        return false;
      default:
        return action satisfies never;
    }
  }

  const onKey = useEffectEvent((event: KeyboardEvent) => {
    if (event.defaultPrevented) return;
    const typing = takesText(document.activeElement instanceof HTMLElement ? document.activeElement : null);
    const afterG = event.timeStamp - lastG.current < sequenceTime;
    const action = decideKey(event, {
      typing,
      overlay: overlayOpen(),
      onControl: onControl(),
      afterG,
      singleKeys: shortcuts === 'on',
    });
    lastG.current = action === 'g' ? event.timeStamp : -Infinity;
    if (action !== undefined && action !== 'g' && act(action)) event.preventDefault();
  });

  useEffect(() => {
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, []);

  const onOpenChange = (kind: 'help' | 'palette') => (open: boolean) => setDialog(open ? kind : null);
  return (
    <>
      <ShortcutsDialog open={dialog === 'help'} onOpenChange={onOpenChange('help')} />
      {dialog === 'palette' && (
        <Suspense fallback={null}>
          <CommandPalette
            roles={roles}
            workflows={workflows}
            onOpenChange={onOpenChange('palette')}
            onHelp={() => setDialog('help')}
          />
        </Suspense>
      )}
    </>
  );
}
