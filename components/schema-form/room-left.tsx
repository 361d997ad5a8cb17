'use client';

import { useEffect, useRef, useState } from 'react';

/** The counter appears for the last tenth of the room, at most the last hundred characters. */
const isNear = (length: number, max: number) => max - length <= Math.min(100, max / 10);

/** How many characters are left, once the limit is near; silent before. */
export function RoomLeft({ id, length: start, max }: { id: string; length: number; max: number }) {
  const box = useRef<HTMLParagraphElement>(null);
  const [length, setLength] = useState(start);
  useEffect(() => {
    const field = box.current?.ownerDocument.querySelector<HTMLInputElement | HTMLTextAreaElement>(
      `#${CSS.escape(id)}`,
    );
    const count = () => field && setLength(field.value.length);
    field?.addEventListener('input', count);
    return () => field?.removeEventListener('input', count);
  }, [id]);
  const left = max - length;
  const words = left < 0 ? `${-left} too many` : left === 1 ? '1 character left' : `${left} characters left`;
  return (
    <p
      ref={box}
      aria-live="polite"
      className={left < 0 ? 'text-sm text-danger-ink empty:hidden' : 'text-sm text-ink-subtle empty:hidden'}
    >
      {isNear(length, max) ? words : null}
    </p>
  );
}
