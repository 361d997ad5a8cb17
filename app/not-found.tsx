import { LinkButton } from '@/components/ui/link-button';
import { errorTexts } from '@/lib/base/texts/errors';
import { MessagePage } from './message-page';

export const metadata = { title: errorTexts.notFound.title };

export default function NotFound() {
  return (
    <MessagePage
      title={errorTexts.notFound.title}
      action={<LinkButton href="/inbox">{errorTexts.toInbox}</LinkButton>}
    >
      {errorTexts.notFound.body}
    </MessagePage>
  );
}
