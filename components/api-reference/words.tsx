import { Fragment } from 'react';

/** A sentence of the document, in which `code` is set as code. */
export function Words({ children }: { children: string | undefined }) {
  return (children ?? '').split('`').map((part, index) =>
    index % 2 === 1 ? (
      <code key={index} className="font-mono text-[0.92em]">
        {part}
      </code>
    ) : (
      <Fragment key={index}>{part}</Fragment>
    ),
  );
}
