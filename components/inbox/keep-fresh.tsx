'use client';

import type { Route } from 'next';
import { useRouter } from 'next/navigation';
import { useEffect } from 'react';

const interval = 60_000;
const shortly = 5_000;
/** A task, search or decision is loading, and refreshes the page anyway. */
const underWay = '[data-pending], form[aria-busy="true"], button[aria-busy="true"]';

/**
 * Refreshes the list every minute while it is visible, and when the reader comes back to it. On wide screens
 * it goes to `href`, which names the shown task, so that a new task on top cannot replace it as somebody
 * clicks.
 */
export function KeepFresh({ href }: { href: Route }) {
  const router = useRouter();
  useEffect(() => {
    let last = Date.now();
    const renew = (least: number) => {
      if (
        document.visibilityState !== 'visible' ||
        Date.now() - last < least ||
        document.querySelector(underWay)
      )
        return;
      last = Date.now();
      if (matchMedia('(min-width: 48rem)').matches && !new URLSearchParams(location.search).has('task'))
        router.replace(href, { scroll: false });
      router.refresh();
    };
    const onReturn = () => renew(shortly);
    const timer = setInterval(() => renew(interval / 2), interval);
    document.addEventListener('visibilitychange', onReturn);
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', onReturn);
    };
  }, [router, href]);
  return null;
}
