'use client';

import { FailedPage } from './failed-page';
import './globals.css';

/** Replaces the root layout when it fails, so it renders the whole document. */
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
