import { cookies } from 'next/headers';
import { parseShortcuts, preferenceCookie, shortcutsCookie } from '@/components/desk/preferences';
import { parseTheme, themeCookie } from '@/components/ui/theme';
import { admitted, withSender } from '@/lib/api/http/api-context';
import { fieldOf, readForm } from '@/lib/api/http/read-form';
import { route } from '@/lib/api/http/route';
import { seeOther } from '@/lib/api/http/see-other';

/** Seconds, on a serverless host: notifications are sent after the response. */
export const maxDuration = 300;

/** The settings form without scripts: stores the choices in this browser's cookies and redirects back. */
export const POST = route((request: Request) =>
  withSender(request, {}, async (sender) => {
    admitted(sender);
    const form = await readForm(request);
    const secure = new URL(request.url).protocol === 'https:';
    const jar = await cookies();
    jar.set(themeCookie, parseTheme(fieldOf(form, 'theme')), { ...preferenceCookie, secure });
    jar.set(shortcutsCookie, parseShortcuts(fieldOf(form, 'shortcuts') ?? 'off'), {
      ...preferenceCookie,
      secure,
    });
    return seeOther('/settings');
  }),
);
