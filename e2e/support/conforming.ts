import { expect, type APIRequestContext, type APIResponse } from '@playwright/test';
import { conformance, type ApiDocument, type Verdict } from '@/tests/support/conformance';
import type { DeskServer } from './server';

type Judge = ReturnType<typeof conformance>;
const judges = new WeakMap<DeskServer, Promise<Judge>>();

async function judgeOf(desk: DeskServer): Promise<Judge> {
  const answer = await fetch(`${desk.url}/api/openapi.json`);
  return conformance((await answer.json()) as ApiDocument);
}

/** An unknown address or method never reaches a route of ours. */
const isOurs = (answer: APIResponse, pathname: string) =>
  pathname.startsWith('/api/') &&
  answer.status() !== 405 &&
  !(answer.status() === 404 && answer.headers()['content-type']?.startsWith('text/html'));

async function verdict(judge: Judge, method: string, answer: APIResponse): Promise<Verdict['problems']> {
  const { pathname } = new URL(answer.url());
  if (!isOurs(answer, pathname)) return [];
  return judge({
    method,
    path: pathname,
    status: answer.status(),
    type: answer.headers()['content-type'] ?? '',
    text: await answer.text(),
    has: (header) => answer.headers()[header.toLowerCase()] !== undefined,
  }).problems;
}

/** The same client, but every response must match the desk's own API document. */
export async function conforming(http: APIRequestContext, desk: DeskServer): Promise<APIRequestContext> {
  const judging = judges.get(desk) ?? judgeOf(desk);
  judges.set(desk, judging);
  const judge = await judging;
  const held =
    (method: 'get' | 'post') =>
    async (...call: Parameters<APIRequestContext['get']>) => {
      const answer = await http[method](...call);
      expect(await verdict(judge, method.toUpperCase(), answer), `${method} ${call[0]}`).toEqual([]);
      return answer;
    };
  const checked: Partial<APIRequestContext> = { get: held('get'), post: held('post') };
  return new Proxy(http, {
    get(target, name) {
      const value: unknown = Reflect.get(checked, name) ?? Reflect.get(target, name);
      return typeof value === 'function' && !Reflect.has(checked, name) ? value.bind(target) : value;
    },
  });
}
