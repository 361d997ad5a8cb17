import type { Metadata, Route } from 'next';
import { redirect } from 'next/navigation';
import { Card } from '@/components/ui/card';
import { env } from '@/lib/base/env';
import { currentUser } from '@/lib/accounts/sign-in/require-user';
import { safeNext } from '@/lib/accounts/sign-in/safe-next';
import { signInProblems, signInTexts } from '@/lib/base/texts/sign-in';
import { DemoPeople } from './demo-people';
import { SignInForm } from './sign-in-form';

export const metadata: Metadata = { title: signInTexts.title };

export default async function SignInPage({ searchParams }: PageProps<'/sign-in'>) {
  const query = await searchParams;
  const next = safeNext(query.next);
  if (await currentUser()) redirect(next as Route);
  const problem = signInProblems.find((name) => name === query.problem) ?? null;
  return (
    <main className="mx-auto flex max-w-sm flex-col gap-6 px-4 py-12">
      <div>
        <p className="font-semibold text-accent-ink">Countersign</p>
        <h1 className="text-2xl font-semibold">{signInTexts.title}</h1>
        <p className="text-ink-muted">{signInTexts.intro}</p>
      </div>
      <Card>
        <SignInForm next={next} problem={problem} />
      </Card>
      {env().seedDemo && <DemoPeople next={next} />}
    </main>
  );
}
