'use client';

import { useEffect } from 'react';

let expected = false;

/** The next task that appears takes the focus: after a decision the button that had it is gone. */
export function expectArrival(): void {
  expected = true;
}

/** Stands in what changes; `of` says which task, in which state, is shown. */
export function Arrival({ of }: { of: string }) {
  useEffect(() => {
    if (!expected) return;
    expected = false;
    (
      document.querySelector<HTMLElement>('[data-arrival]') ??
      document.querySelector<HTMLElement>('[data-task-title]')
    )?.focus({ preventScroll: false });
  }, [of]);
  return null;
}
