'use client';

import { Dialog, DialogContent } from '@/components/ui/dialog';
import { shortcutTexts } from '@/lib/base/texts/desk';
import { ShortcutList } from './shortcut-list';

/** `?`: all keys. It can only be opened by a key, so the list also stands in Settings. */
export function ShortcutsDialog(props: { open: boolean; onOpenChange: (open: boolean) => void }) {
  return (
    <Dialog {...props}>
      <DialogContent title={shortcutTexts.title} className="max-w-2xl">
        <ShortcutList level={3} />
      </DialogContent>
    </Dialog>
  );
}
