import type { ReactNode } from 'react';
import { Button } from '@/components/ui/button';

type Props = {
  id: string;
  action: string;
  texts: { title: string; help: string; save: string; saved: string };
  note?: ReactNode;
  saved: boolean;
  children: ReactNode;
};

/** One section of the settings as a plain form that confirms when it is saved. */
export function SettingsForm({ id, action, texts, note, saved, children }: Props) {
  return (
    <form method="post" action={action} aria-labelledby={`${id}-title`} className="flex flex-col gap-4">
      <div className="flex flex-col gap-1">
        <h2 id={`${id}-title`} className="text-lg font-semibold">
          {texts.title}
        </h2>
        <p className="text-ink-muted">{texts.help}</p>
        {note}
      </div>
      {children}
      <div className="flex items-center gap-3">
        <Button type="submit" variant="primary">
          {texts.save}
        </Button>
        {saved && <span role="status">{texts.saved}</span>}
      </div>
    </form>
  );
}
