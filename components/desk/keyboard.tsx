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
import { disturb } from './settle';
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
  const [query, setQuery] = useState('');
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

  /** False when there is nothing to do, so that the browser handles the key. */
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
        else if (button) button.click();
        else disturb();
        return button !== null;
      }
      case 'undo': {
        const button = document.querySelector<HTMLElement>('button[data-shortcut="undo"]');
        button?.click();
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
      case 'palette':
        setQuery('');
        setDialog(action);
        return true;
      case 'help':
        setDialog(action);
        return true;
      case 'escape':
        leaveOrClear();
        return false;
      default:
        return action satisfies never;
    }
  }

  const covered = () => dialog !== null || overlayOpen();

  /** After any use of a dialog or menu, the question behind it must be in view for a while again. */
  const onAct = useEffectEvent(() => {
    if (covered()) disturb();
  });

  /** The palette is open but still loading: what is typed meanwhile belongs in its field. */
  function typeAhead(event: KeyboardEvent, typing: boolean) {
    if (dialog !== 'palette' || typing || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === 'Escape') setDialog(null);
    else if (event.key === 'Backspace') setQuery((text) => text.slice(0, -1));
    else if ([...event.key].length === 1) setQuery((text) => text + event.key);
    else return;
    event.preventDefault();
  }

  const onKey = useEffectEvent((event: KeyboardEvent) => {
    if (event.defaultPrevented) return;
    const typing = takesText(document.activeElement instanceof HTMLElement ? document.activeElement : null);
    const afterG = event.timeStamp - lastG.current < sequenceTime;
    const overlay = covered();
    typeAhead(event, typing);
    const action = decideKey(event, {
      typing,
      overlay,
      onControl: onControl(),
      afterG,
      singleKeys: shortcuts === 'on',
    });
    lastG.current = action === 'g' ? event.timeStamp : -Infinity;
    if (action !== undefined && action !== 'g' && act(action)) event.preventDefault();
  });

  useEffect(() => {
    // In the capture phase, since a dialog may be gone once it has handled the key.
    window.addEventListener('keydown', onAct, { capture: true });
    window.addEventListener('pointerdown', onAct, { capture: true });
    document.addEventListener('keydown', onKey);
    return () => {
      window.removeEventListener('keydown', onAct, { capture: true });
      window.removeEventListener('pointerdown', onAct, { capture: true });
      document.removeEventListener('keydown', onKey);
    };
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
            query={query}
            onQueryChange={setQuery}
            onOpenChange={onOpenChange('palette')}
            onHelp={() => setDialog('help')}
          />
        </Suspense>
      )}
    </>
  );
}
