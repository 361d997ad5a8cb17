import { z } from 'zod';
import { demoPassword, demoPeople } from '@/db/demo-people';

const problem = z.object({ title: z.string().optional(), detail: z.string().optional() }).catch({});

export type DemoKey = 'requester' | 'requester2' | 'manager' | 'manager2' | 'finance' | 'finance2' | 'operator' | 'admin';

export const emailOf = (key: DemoKey): string => `${key}@demo.test`;

/** The name that the desk shows for a demo person. */
export function nameOf(key: DemoKey): string {
  const found = demoPeople.find(({ email }) => email === emailOf(key));
  if (!found) throw new Error(`There is no demo person ${key}.`);
  return found.name;
}

/** A demo person at the HTTP API: what they sign in with, and the cookies they were given. */
export class Person {
  private constructor(
    private readonly url: string,
    readonly name: string,
    private readonly cookie: string,
  ) {}

  /** Signs in as the sign-in page does. */
  static async signIn(url: string, key: DemoKey): Promise<Person> {
    const response = await send(url, 'POST', '/api/auth/sign-in/email', { body: { email: emailOf(key), password: demoPassword } });
    const cookies = response.headers.getSetCookie().map((cookie) => cookie.split(';')[0]);
    return new Person(url, nameOf(key), cookies.join('; '));
  }

  async get<T>(path: string, shape: z.ZodType<T>): Promise<T> {
    return read(await send(this.url, 'GET', path, { cookie: this.cookie }), shape);
  }

  /** Posts JSON and waits up to 10 s for what it sets in motion. */
  async post<T>(path: string, body: object, shape: z.ZodType<T>, headers: Record<string, string> = {}): Promise<T> {
    return read(await send(this.url, 'POST', path, { body, cookie: this.cookie, headers: { prefer: 'wait=10', ...headers } }), shape);
  }
}

async function read<T>(response: Response, shape: z.ZodType<T>): Promise<T> {
  const parsed = shape.safeParse(await response.json());
  if (parsed.success) return parsed.data;
  throw new Error(`${response.url} gave an answer of another shape than expected:\n${z.prettifyError(parsed.error)}`);
}

type Extras = { body?: object; cookie?: string; headers?: Record<string, string> };

async function send(url: string, method: string, path: string, { body, cookie, headers }: Extras): Promise<Response> {
  const response = await fetch(url + path, {
    method,
    headers: { origin: url, ...(body ? { 'content-type': 'application/json' } : {}), ...(cookie ? { cookie } : {}), ...headers },
    signal: AbortSignal.timeout(30_000),
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  if (response.ok) return response;
  const { title, detail } = problem.parse(await response.json().catch(() => ({})));
  throw new Error(`${method} ${path} was answered with ${response.status}: ${detail ?? title ?? 'no reason given'}`);
}
