import { setTimeout as delay } from 'node:timers/promises';
import type { z } from 'zod';
import { demoPassword } from '@/db/demo-people';
import { emailOf, type Person } from '@/e2e/support/people';
import { signIn } from '@/lib/api/client/sign-in';

/** The addresses a client may use. The callbacks report writes and answers, which time the kills. */
export type Desk = { readonly urls: string[]; noteWrite(url: string): void; noteAnswer?(url: string): void };

export type Reply = { status: number; body: unknown };

/** What clients ran into. None of it alone is a fault. */
export type Weather = { requests: number; cutOff: number; busy: number };

/** No server answered within a person's patience. */
export class UnansweredError extends Error {}

/** A read was refused that should have been allowed. */
export class StrangeReplyError extends Error {}

/**
 * How long a client tries. On a busy machine, servers may be killed several times in a row before they
 * answer.
 */
const defaultPatienceMs = 300_000;

const json = { 'content-type': 'application/json' };

/** Text that is not JSON is passed on as text, to be judged by the caller. */
function jsonOr(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function whyCutOff(error: unknown): string {
  if (!(error instanceof Error)) throw error;
  const { cause } = error;
  return cause instanceof Error && 'code' in cause ? String(cause.code) : error.name;
}

/** A person's client: sends to any server that is up, over kept-alive connections, until it has an answer. */
export class Client {
  private constructor(
    private readonly desk: Desk,
    private readonly cookie: string,
    private readonly weather: Weather,
    private readonly patienceMs: number,
  ) {}

  /** @param patienceMs how long to try each request */
  static async signIn(
    desk: Desk,
    person: Person,
    weather: Weather,
    patienceMs = defaultPatienceMs,
  ): Promise<Client> {
    const [url = ''] = desk.urls;
    const cookie = await signIn({ url, email: emailOf(person), password: demoPassword });
    return new Client(desk, cookie, weather, patienceMs);
  }

  /** One attempt at one server. A string gives the reason why another attempt is needed. */
  async #once(
    url: string,
    method: string,
    path: string,
    body: unknown,
    headers: Record<string, string>,
  ): Promise<Reply | string> {
    this.weather.requests += 1;
    if (method !== 'GET') this.desk.noteWrite(url);
    try {
      const response = await fetch(url + path, {
        method,
        headers: { origin: url, cookie: this.cookie, ...(body === undefined ? {} : json), ...headers },
        signal: AbortSignal.timeout(30_000),
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      const text = await response.text();
      this.desk.noteAnswer?.(url);
      if (response.status !== 503 && response.status !== 429)
        return { status: response.status, body: jsonOr(text) };
      this.weather.busy += 1;
      return String(response.status);
    } catch (error) {
      this.weather.cutOff += 1;
      return whyCutOff(error);
    }
  }

  /**
   * Sends until a server answers with anything but "later".
   * @throws UnansweredError
   */
  async send(
    method: 'GET' | 'POST',
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Reply> {
    const met = new Map<string, number>();
    for (const since = Date.now(); Date.now() - since < this.patienceMs;) {
      const { urls } = this.desk;
      const url = urls[Math.floor(Math.random() * urls.length)];
      const reply = url === undefined ? 'no server' : await this.#once(url, method, path, body, headers);
      if (typeof reply !== 'string') return reply;
      met.set(reply, (met.get(reply) ?? 0) + 1);
      await delay(300);
    }
    const why = [...met].map(([what, times]) => `${times} × ${what}`).join(', ');
    throw new UnansweredError(`unanswered: ${method} ${path} (${why})`);
  }

  /** @throws UnansweredError; StrangeReplyError when the answer is not 200 */
  async read<T>(path: string, shape: z.ZodType<T>): Promise<T> {
    const { status, body } = await this.send('GET', path);
    if (status !== 200) throw new StrangeReplyError(`GET ${path}: ${status} ${JSON.stringify(body)}`);
    return shape.parse(body);
  }
}
