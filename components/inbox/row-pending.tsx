'use client';

import { useLinkStatus } from 'next/link';
import { useEffect, useState } from 'react';

const noticeable = 150;

/**
 * Marks a row whose task is on its way: keys decide nothing meanwhile (`data-pending`), and when it takes long enough to
 * be noticed the panel shows the shape of what comes (`data-slow`).
 */
export function RowPending() {
  const { pending } = useLinkStatus();
  const [slow, setSlow] = useState(false);
  useEffect(() => {
    if (!pending) return undefined;
    const timer = setTimeout(() => setSlow(true), noticeable);
    return () => {
      clearTimeout(timer);
      setSlow(false);
    };
  }, [pending]);
  return <span hidden data-pending={pending || undefined} data-slow={slow || undefined} />;
}
