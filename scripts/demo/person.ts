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
    const response = await successful(await send(url, 'POST', '/api/auth/sign-in/email', { body: { email: emailOf(key), password: demoPassword } }));
    const cookies = response.headers.getSetCookie().map((cookie) => cookie.split(';')[0]);
    return new Person(url, nameOf(key), cookies.join('; '));
  }

  /** One request, and its answer whatever it is. */
  send(method: 'GET' | 'POST', path: string, extras: Omit<Extras, 'cookie'> = {}): Promise<Response> {
    return send(this.url, method, path, { ...extras, cookie: this.cookie });
  }

  async get<T>(path: string, shape: z.ZodType<T>): Promise<T> {
    return read(await this.send('GET', path), shape);
  }

  /** Posts JSON and waits up to 10 s for what it sets in motion. */
  async post<T>(path: string, body: object, shape: z.ZodType<T>, headers: Record<string, string> = {}): Promise<T> {
    return read(await this.send('POST', path, { body, headers: { prefer: 'wait=10', ...headers } }), shape);
  }
}

async function successful(response: Response): Promise<Response> {
  if (response.ok) return response;
  const { title, detail } = problem.parse(await response.json().catch(() => ({})));
  throw new Error(`${response.url} was answered with ${response.status}: ${detail ?? title ?? 'no reason given'}`);
}

async function read<T>(response: Response, shape: z.ZodType<T>): Promise<T> {
  const parsed = shape.safeParse(await (await successful(response)).json());
  if (parsed.success) return parsed.data;
  throw new Error(`${response.url} gave an answer of another shape than expected:\n${z.prettifyError(parsed.error)}`);
}

type Extras = { body?: object; cookie?: string; headers?: Record<string, string> };

function send(url: string, method: string, path: string, { body, cookie, headers }: Extras): Promise<Response> {
  return fetch(url + path, {
    method,
    headers: { origin: url, ...(body ? { 'content-type': 'application/json' } : {}), ...(cookie ? { cookie } : {}), ...headers },
    signal: AbortSignal.timeout(30_000),
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
}
