'use client';

import { useEffect } from 'react';

let expected = false;

/** The next task that appears takes the focus, since the pressed button is gone after a decision. */
export function expectArrival(): void {
  expected = true;
}

/** Render it inside the part that changes; `of` identifies the shown task and its state. */
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
