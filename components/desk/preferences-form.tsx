'use client';

import { useRouter } from 'next/navigation';
import type { ChangeEvent } from 'react';
import { Button } from '@/components/ui/button';
import { Switch } from '@/components/ui/switch';
import type { Theme } from '@/components/ui/theme';
import { ThemeField } from '@/components/ui/theme-toggle';
import { settingsTexts } from '@/lib/base/texts/desk';
import { preferenceCookie, shortcutsCookie, type Shortcuts } from './preferences';

function keep(value: Shortcuts) {
  const secure = location.protocol === 'https:' ? '; Secure' : '';
  document.cookie = `${shortcutsCookie}=${value}; Path=${preferenceCookie.path}; Max-Age=${preferenceCookie.maxAge}; SameSite=Lax${secure}`;
}

/** Theme and shortcuts take effect immediately. Without scripts the form is posted, and the response sets the cookies. */
export function PreferencesForm({ theme, shortcuts }: { theme: Theme; shortcuts: Shortcuts }) {
  const router = useRouter();

  function switchShortcuts({ currentTarget }: ChangeEvent<HTMLInputElement>) {
    keep(currentTarget.checked ? 'on' : 'off');
    router.refresh();
  }

  return (
    <form method="post" action="/settings/preferences" className="flex flex-col gap-5">
      <section aria-labelledby="appearance-title">
        <h2 id="appearance-title" className="mb-3 text-lg font-semibold">
          {settingsTexts.appearance}
        </h2>
        <ThemeField initial={theme} />
      </section>
      <section aria-labelledby="keyboard-title" className="border-t pt-4">
        <h2 id="keyboard-title" className="mb-3 text-lg font-semibold">
          {settingsTexts.keyboard}
        </h2>
        <Switch
          id="shortcuts"
          name="shortcuts"
          value="on"
          label={settingsTexts.shortcuts}
          help={settingsTexts.shortcutsHelp}
          defaultChecked={shortcuts === 'on'}
          onChange={switchShortcuts}
        />
      </section>
      <noscript>
        <Button type="submit">{settingsTexts.save}</Button>
      </noscript>
    </form>
  );
}
