'use client';

import { FailedPage } from './failed-page';

export default function PageError(props: { error: unknown; retry: () => void }) {
  return <FailedPage {...props} />;
}
