export const themes = ['system', 'light', 'dark'] as const;
export type Theme = (typeof themes)[number];

/** The root layout reads this cookie and sets `data-theme` on `<html>`, so no script is needed. */
export const themeCookie = 'theme';

export function parseTheme(value: string | undefined): Theme {
  return themes.find((theme) => theme === value) ?? 'system';
}

/** The value for `<html data-theme>`; undefined follows the system. */
export function themeAttribute(theme: Theme): 'light' | 'dark' | undefined {
  return theme === 'system' ? undefined : theme;
}
