'use client';

import { type FormEvent, useState } from 'react';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { ProblemNotice } from '@/components/ui/problem-notice';
import { type SignInProblem, signInProblemTexts, signInTexts } from '@/lib/base/texts/sign-in';

const problemOf: Partial<Record<number, SignInProblem>> = {
  401: 'credentials',
  403: 'origin',
  422: 'input',
  429: 'throttled',
};

/** Asks the API; null when the person is signed in now. */
async function signIn(form: FormData): Promise<SignInProblem | null> {
  try {
    const response = await fetch('/api/auth/sign-in/email', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ email: form.get('email'), password: form.get('password') }),
    });
    return response.ok ? null : (problemOf[response.status] ?? 'unavailable');
  } catch {
    return 'unavailable';
  }
}

const takeFocus = (element: HTMLElement | null) => element?.focus();

/**
 * Email and password. Without scripts it posts to `/sign-in/submit`, which shows the same messages;
 * with scripts, what was typed stays after a refusal. `next` is a safe path of this site.
 */
export function SignInForm({ next, problem: first }: { next: string; problem: SignInProblem | null }) {
  const [problem, setProblem] = useState(first);
  const [attempt, setAttempt] = useState(0);
  const [busy, setBusy] = useState(false);

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    if (busy) return;
    setBusy(true);
    const refused = await signIn(new FormData(event.currentTarget));
    if (refused === null) {
      window.location.assign(next);
      return;
    }
    setProblem(refused);
    setAttempt((count) => count + 1);
    setBusy(false);
  }

  const wrong = problem === 'credentials' || problem === 'input';
  return (
    <form action="/sign-in/submit" method="post" onSubmit={submit} className="flex flex-col gap-4">
      <input type="hidden" name="next" value={next} />
      {problem && (
        <div key={attempt} id="sign-in-problem" tabIndex={-1} ref={takeFocus}>
          <ProblemNotice {...signInProblemTexts[problem]} />
        </div>
      )}
      <Field id="email" label={signInTexts.email} required>
        {(control) => (
          <Input
            {...control}
            {...(wrong && { 'aria-invalid': true, 'aria-describedby': 'sign-in-problem' })}
            name="email"
            type="email"
            autoComplete="username"
            maxLength={254}
          />
        )}
      </Field>
      <Field id="password" label={signInTexts.password} required>
        {(control) => (
          <Input
            {...control}
            {...(wrong && { 'aria-invalid': true, 'aria-describedby': 'sign-in-problem' })}
            name="password"
            type="password"
            autoComplete="current-password"
            maxLength={128}
          />
        )}
      </Field>
      <Button type="submit" variant="primary" size="lg" busy={busy} busyLabel={signInTexts.submitting}>
        {signInTexts.submit}
      </Button>
    </form>
  );
}
