'use client';

import type { Route } from 'next';
import { useRouter } from 'next/navigation';
import { useEffect } from 'react';

const interval = 60_000;
const shortly = 5_000;
/** A task, a search or a decision is on its way; the page is renewed by it anyhow. */
const underWay = '[data-pending], form[aria-busy="true"], button[aria-busy="true"]';

/**
 * Renews the list once a minute while it is looked at, and when the reader comes back to it. On wide screens it goes to
 * `href`, which names the shown task: a new task on top of the list must not take its place under a hand.
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
