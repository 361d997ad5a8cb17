'use client';

import { FailedPage } from './failed-page';
import './globals.css';

/** Stands in for the root layout when that failed, so it brings the document itself. */
export default function GlobalError(props: { error: unknown; retry: () => void }) {
  return (
    <html lang="en">
      <body>
        <title>Countersign</title>
        <FailedPage {...props} />
      </body>
    </html>
  );
}
