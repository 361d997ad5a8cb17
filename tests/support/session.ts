import { POST as signIn } from '@/app/sign-in/submit/route';
import { demoPassword } from '@/db/demo-people';
import type { Person } from './desk';

const origin = 'http://localhost:3000';

/** The headers a browser sends for a demo person after sign-in. */
export async function sessionOf(person: Person): Promise<{ origin: string; cookie: string }> {
  const body = new URLSearchParams({ email: `${person}@demo.test`, password: demoPassword });
  const request = new Request(`${origin}/sign-in/submit`, { method: 'POST', headers: { origin }, body });
  const [cookie = ''] = (await signIn(request)).headers.getSetCookie();
  return { origin, cookie: cookie.split(';')[0] ?? '' };
}
