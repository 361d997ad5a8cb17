import type { Metadata } from 'next';
import { LinkButton } from '@/components/ui/link-button';
import { errorTexts } from '@/lib/base/texts/errors';

export const metadata: Metadata = { title: errorTexts.notFound.title };

/** Inside the desk the rail and its `<main>` stay. */
export default function DeskNotFound() {
  return (
    <div className="mx-auto flex max-w-md flex-col items-center gap-2 px-4 py-24 text-center">
      <h1 className="text-xl font-semibold">{errorTexts.notFound.title}</h1>
      <p className="text-ink-muted">{errorTexts.notFound.body}</p>
      <p className="mt-2">
        <LinkButton href="/inbox">{errorTexts.toInbox}</LinkButton>
      </p>
    </div>
  );
}
