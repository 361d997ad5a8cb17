/** The cookie that keeps single-key shortcuts on or off; without it they are on. */
export const shortcutsCookie = 'shortcuts';

export type Shortcuts = 'on' | 'off';

export const parseShortcuts = (value: string | undefined): Shortcuts => (value === 'off' ? 'off' : 'on');

/** A preference's Set-Cookie attributes. Scripts may read it: it reveals nothing about the person. */
export const preferenceCookie = { path: '/', maxAge: 31_536_000, sameSite: 'lax' } as const;
