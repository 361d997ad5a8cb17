'use client';

import { createContext, useContext } from 'react';
import { defaultLocale } from '@/lib/base/schema/reader-locale';

const ReaderLocale = createContext(defaultLocale);

/**
 * The reader's locale for numbers (BCP 47), from their browser's request; the same on the server and after
 * hydration.
 */
export const ReaderLocaleProvider = ReaderLocale.Provider;
export const useReaderLocale = (): string => useContext(ReaderLocale);
