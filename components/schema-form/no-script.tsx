'use client';

import { createContext, type ReactNode, useContext } from 'react';

const Inside = createContext(false);

/**
 * Content for browsers without JavaScript. A nested `<noscript>` would end the outer one, so inner ones
 * render only their children.
 */
export function NoScript({ children }: { children: ReactNode }) {
  if (useContext(Inside)) return children;
  return (
    <noscript>
      <Inside value={true}>{children}</Inside>
    </noscript>
  );
}
