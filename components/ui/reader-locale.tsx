'use client';

import { createContext, useContext } from 'react';
import { defaultLocale } from '@/lib/base/schema/reader-locale';

const ReaderLocale = createContext(defaultLocale);

/** How the reader writes numbers (BCP 47), as their browser asked for the page; the same on the server and after. */
export const ReaderLocaleProvider = ReaderLocale.Provider;
export const useReaderLocale = (): string => useContext(ReaderLocale);
