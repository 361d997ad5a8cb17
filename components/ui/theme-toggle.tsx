'use client';

import { Monitor, Moon, Sun } from 'lucide-react';
import { useState } from 'react';
import { Button } from './button';
import { RadioGroup } from './radio-group';
import { type Theme, parseTheme, themeAttribute, themeCookie, themes } from './theme';

const labels: Record<Theme, string> = { system: 'Same as the system', light: 'Light', dark: 'Dark' };
const icons: Record<Theme, typeof Sun> = { system: Monitor, light: Sun, dark: Moon };

/** Shows the theme at once and keeps it in the cookie for a year. */
function applyTheme(theme: Theme): void {
  const attribute = themeAttribute(theme);
  if (attribute) document.documentElement.dataset.theme = attribute;
  else delete document.documentElement.dataset.theme;
  const secure = location.protocol === 'https:' ? '; Secure' : '';
  document.cookie = `${themeCookie}=${theme}; Path=/; Max-Age=31536000; SameSite=Lax${secure}`;
}

/** One button that cycles through system, light and dark. */
export function ThemeToggle({ initial, className }: { initial: Theme; className?: string }) {
  const [theme, setTheme] = useState(initial);
  const Icon = icons[theme];
  const next = themes[(themes.indexOf(theme) + 1) % themes.length] ?? 'system';
  return (
    <Button
      variant="ghost"
      size="icon"
      className={className}
      aria-label={`Theme: ${labels[theme]}. Change to ${labels[next]}`}
      title={`Theme: ${labels[theme]}`}
      onClick={() => {
        applyTheme(next);
        setTheme(next);
      }}
    >
      <Icon aria-hidden />
    </Button>
  );
}

/** The same choice as radios, for the settings page. */
export function ThemeField({ initial }: { initial: Theme }) {
  const [theme, setTheme] = useState(initial);
  return (
    <RadioGroup
      id="theme"
      name="theme"
      legend="Theme"
      value={theme}
      options={themes.map((value) => ({ value, label: labels[value] }))}
      onChange={(event) => {
        const chosen = parseTheme(event.currentTarget.value);
        applyTheme(chosen);
        setTheme(chosen);
      }}
    />
  );
}
