'use client';

import { useLinkStatus } from 'next/link';
import { useEffect, useState } from 'react';

const noticeable = 150;

/**
 * Marks a row whose task is loading: keys decide nothing meanwhile (`data-pending`), and once the wait is
 * noticeable the panel shows a skeleton (`data-slow`).
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
