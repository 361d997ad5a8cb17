'use client';

import { useEffect, useState } from 'react';

/** How long, in milliseconds, a question must have been in view undisturbed before a key may decide it. */
const settleMs = 600;

const disturbances = new EventTarget();

/** Restarts the wait: something covered the question, or a decision key came before it could be read. */
export function disturb(): void {
  disturbances.dispatchEvent(new Event('disturb'));
}

/**
 * True once the component has been in view for `settleMs` undisturbed. A page that returns from the
 * background waits again, since the person was looking at something else.
 */
export function useSettled(): boolean {
  const [settled, setSettled] = useState(false);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const restart = () => {
      clearTimeout(timer);
      setSettled(false);
      if (document.visibilityState === 'visible') timer = setTimeout(() => setSettled(true), settleMs);
    };
    restart();
    disturbances.addEventListener('disturb', restart);
    document.addEventListener('visibilitychange', restart);
    window.addEventListener('focus', restart);
    return () => {
      clearTimeout(timer);
      disturbances.removeEventListener('disturb', restart);
      document.removeEventListener('visibilitychange', restart);
      window.removeEventListener('focus', restart);
    };
  }, []);
  return settled;
}
