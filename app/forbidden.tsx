import { LinkButton } from '@/components/ui/link-button';
import { errorTexts } from '@/lib/base/texts/errors';
import { MessagePage } from './message-page';

export default function Forbidden() {
  return (
    <MessagePage
      title={errorTexts.forbidden.title}
      action={<LinkButton href="/inbox">{errorTexts.toInbox}</LinkButton>}
    >
      {errorTexts.forbidden.body}
    </MessagePage>
  );
}
