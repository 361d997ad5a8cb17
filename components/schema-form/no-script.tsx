'use client';

import { createContext, type ReactNode, useContext } from 'react';

const Inside = createContext(false);

/**
 * What only browsers without JavaScript need. A `<noscript>` within another would end the outer one
 * too early, so an inner one is left out around its children.
 */
export function NoScript({ children }: { children: ReactNode }) {
  if (useContext(Inside)) return children;
  return (
    <noscript>
      <Inside value={true}>{children}</Inside>
    </noscript>
  );
}
