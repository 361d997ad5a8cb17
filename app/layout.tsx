import type { Metadata, Viewport } from 'next';
import { cookies, headers } from 'next/headers';
import { connection } from 'next/server';
import type { ReactNode } from 'react';
import { ReaderLocaleProvider } from '@/components/ui/reader-locale';
import { parseTheme, themeAttribute, themeCookie } from '@/components/ui/theme';
import { ToastProvider } from '@/components/ui/toast';
import { readerLocale } from '@/lib/base/schema/reader-locale';
import './globals.css';

export const metadata: Metadata = {
  title: { default: 'Countersign', template: '%s · Countersign' },
  description: 'The approval desk for Mastra workflows',
  robots: { index: false, follow: false },
};

export const viewport: Viewport = { width: 'device-width', initialScale: 1, colorScheme: 'light dark' };

/** The theme comes from its cookie, so the first paint is right without a script; every page is rendered per request. */
export default async function RootLayout({ children }: { children: ReactNode }) {
  await connection();
  const locale = readerLocale((await headers()).get('accept-language'));
  const theme = parseTheme((await cookies()).get(themeCookie)?.value);
  return (
    <html lang="en" data-theme={themeAttribute(theme)}>
      <body>
        <div className="isolate min-h-dvh">
          <ReaderLocaleProvider value={locale}>
            <ToastProvider>{children}</ToastProvider>
          </ReaderLocaleProvider>
        </div>
      </body>
    </html>
  );
}
