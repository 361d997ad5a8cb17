'use client';

import { useEffect, useState } from 'react';

/** How long a question must have stood on the screen, undisturbed, before a key may decide it, in milliseconds. */
const settleMs = 600;

const disturbances = new EventTarget();

/** Starts the wait anew: something covered the question, or a decision key came before it could be read. */
export function disturb(): void {
  disturbances.dispatchEvent(new Event('disturb'));
}

/**
 * True once what mounts this has been in view for `settleMs` without a disturbance. A page that comes back from the
 * background starts anew, since the person has been looking at something else.
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
