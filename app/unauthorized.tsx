import { LinkButton } from '@/components/ui/link-button';
import { errorTexts } from '@/lib/base/texts/errors';
import { MessagePage } from './message-page';

export default function Unauthorized() {
  return (
    <MessagePage
      title={errorTexts.unauthorized.title}
      action={<LinkButton href="/sign-in">{errorTexts.toSignIn}</LinkButton>}
    >
      {errorTexts.unauthorized.body}
    </MessagePage>
  );
}
