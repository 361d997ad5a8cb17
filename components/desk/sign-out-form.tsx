import { LogOut } from 'lucide-react';
import { Button } from '@/components/ui/button';
import { deskTexts } from '@/lib/base/texts/desk';

/** A plain form post: it works without scripts, and a link cannot sign anybody out. */
export function SignOutForm({ className }: { className?: string }) {
  return (
    <form action="/sign-out" method="post">
      <Button type="submit" className={className}>
        <LogOut aria-hidden />
        {deskTexts.account.signOut}
      </Button>
    </form>
  );
}
