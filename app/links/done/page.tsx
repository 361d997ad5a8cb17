import { LinkButton } from '@/components/ui/link-button';
import { linkTexts } from '@/lib/base/texts/links';
import { MessagePage } from '../../message-page';

const texts = linkTexts.done;
export const metadata = { title: texts.title };

export default function LinkDonePage() {
  return (
    <MessagePage title={texts.title} action={<LinkButton href="/inbox">{texts.toInbox}</LinkButton>}>
      {texts.body}
    </MessagePage>
  );
}
