import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { POST as signIn } from '@/app/sign-in/submit/route';
import { decisions, outbox, runs } from '@/db/schema';
import { seedDemo } from '@/db/seed';
import { database } from '@/lib/base/database';
import { testDatabase, type TestDatabase } from '@/tests/support/database';
import { GET as listRuns, POST as startRun } from './runs/route';
import { GET as readRun } from './runs/[runId]/route';
import { POST as cancelRun } from './runs/[runId]/cancel/route';
import { GET as readEvents } from './runs/[runId]/events/route';
import { GET as listTasks } from './tasks/route';
import { POST as decide } from './tasks/[taskId]/decision/route';
import { afterAnswer } from '@/tests/support/after-answer';

const site = 'http://localhost:3000';
const owed: Promise<unknown>[] = [];

// Outside a server, the test itself runs the work that is left for after the response.
afterAnswer((work) => owed.push(typeof work === 'function' ? work() : work));

let file: TestDatabase;
let cookie = '';

beforeAll(async () => {
  file = await testDatabase();
  vi.stubEnv('DATABASE_URL', file.url);
  vi.stubEnv('DATA_DIR', file.dir);
  vi.stubEnv('WORKFLOW_DATABASE_URL', `file:${path.join(file.dir, 'workflows.db')}`);
  await seedDemo(database());
  const answer = await signIn(
    new Request(`${site}/sign-in/submit`, {
      method: 'POST',
      headers: { origin: site },
      body: new URLSearchParams({ email: 'requester@demo.test', password: 'countersign-demo' }),
    }),
  );
  cookie = answer.headers.getSetCookie()[0]?.split(';')[0] ?? '';
});

afterAll(async () => {
  await Promise.all(owed);
  database().$client.close();
  await file.close();
});

/** Headers that are null are not sent at all. */
type Sent = { body?: BodyInit; type?: string; headers?: Record<string, string | null> };

const post = (to: string, { body = '{}', type = 'application/json', headers = {} }: Sent = {}) =>
  new Request(`${site}${to}`, {
    method: 'POST',
    headers: Object.entries({ origin: site, cookie, 'content-type': type, ...headers }).filter(
      (header): header is [string, string] => header[1] !== null,
    ),
    body,
    ...(body instanceof ReadableStream ? { duplex: 'half' } : {}),
  } as RequestInit);
const get = (to: string, headers: Record<string, string> = {}) =>
  new Request(`${site}${to}`, { headers: { cookie, ...headers } });
const of = <T extends object>(params: T) => ({ params: Promise.resolve(params) });
const expense = {
  purpose: 'Train to Lyon',
  category: 'travel',
  amount: 240,
  currency: 'EUR',
  spentOn: '2026-11-02',
};
const request = (input: unknown = expense) => JSON.stringify({ workflowId: 'expense-report', input });

async function told(response: Response): Promise<[number, string | undefined]> {
  expect(response.headers.get('content-type')).toBe('application/problem+json');
  return [response.status, ((await response.json()) as { code?: string }).code];
}

/** A body that streams chunks without a Content-Length. */
const endless = () =>
  new ReadableStream({ pull: (controller) => controller.enqueue(new Uint8Array(100_000).fill(32)) });

describe('a write', () => {
  test.each<[string, Sent, [number, string]]>([
    ['of nobody, from nowhere', { headers: { cookie: null, origin: null } }, [401, 'unauthenticated']],
    [
      'of nobody, with a made-up cookie',
      { headers: { cookie: 'better-auth.session_token=forged.signature' } },
      [401, 'unauthenticated'],
    ],
    ['without an Origin', { headers: { origin: null } }, [403, 'forbidden']],
    ['with an empty Origin', { headers: { origin: '' } }, [403, 'forbidden']],
    ['from another site', { headers: { origin: 'https://evil.example' } }, [403, 'forbidden']],
    ['from a sandboxed frame', { headers: { origin: 'null' } }, [403, 'forbidden']],
    [
      'from a site that only begins like ours',
      { headers: { origin: `${site}.evil.example` } },
      [403, 'forbidden'],
    ],
    ['of another type', { body: request(), type: 'text/plain' }, [415, 'unsupported_media_type']],
    ['of no known type', { body: request(), type: 'application/json+evil' }, [415, 'unsupported_media_type']],
    ['that is no JSON', { body: '{"workflowId":' }, [400, 'malformed']],
    ['that is no UTF-8', { body: new Uint8Array([0x22, 0xff, 0x22]) }, [400, 'malformed']],
    ['that says nothing', { body: '' }, [422, 'invalid']],
    ['that is a list', { body: '[]' }, [422, 'invalid']],
    [
      'of more than a megabyte',
      { body: request({ ...expense, details: 'x'.repeat(1_000_001) }) },
      [413, 'too_large'],
    ],
    ['that never ends', { body: endless() }, [413, 'too_large']],
    [
      'that lies about its length',
      { body: request({ ...expense, details: 'x'.repeat(1_000_001) }), headers: { 'content-length': '10' } },
      [413, 'too_large'],
    ],
    [
      'nested beyond any stack',
      { body: `{"workflowId":"expense-report","input":${'['.repeat(200_000)}${']'.repeat(200_000)}}` },
      [422, 'invalid'],
    ],
    ['with a number beyond all', { body: request().replace('240', '1e400') }, [422, 'invalid']],
    [
      'with digits that no number holds',
      { body: request().replace('240', '9007199254740993') },
      [422, 'invalid'],
    ],
    [
      'with a prototype inside',
      { body: request().replace('"input":{', '"input":{"__proto__":{"a":1},') },
      [422, 'invalid'],
    ],
    ['with a prototype', { body: '{"__proto__":{"workflowId":"expense-report"}}' }, [422, 'invalid']],
    ['with half a letter', { body: request().replace('Lyon', '\\ud800') }, [422, 'invalid']],
    [
      'to the name of a method',
      { body: JSON.stringify({ workflowId: 'constructor', input: {} }) },
      [404, 'not_found'],
    ],
    [
      'with a key of many lines',
      { body: request(), headers: { 'idempotency-key': 'a b' } },
      [400, 'malformed'],
    ],
  ])('%s is refused with a problem, and nothing is recorded', async (_, sent, expected) => {
    expect(await told(await startRun(post('/api/runs', sent)))).toEqual(expected);
    expect(await database().select().from(runs)).toEqual([]);
    expect(await database().select().from(outbox)).toEqual([]);
  });

  test.each([
    ['a forbidden name', 'input.__proto__.admin=1'],
    ['a list without end', 'input.lines[999999999].item=x'],
    ['a name that is too deep', `input${'.a'.repeat(400)}=1`],
  ])('as a form with %s goes back to the page with the code of the problem', async (_, fields) => {
    const answer = await startRun(
      post('/api/runs', {
        body: `workflowId=purchase-order&${fields}`,
        type: 'application/x-www-form-urlencoded',
      }),
    );
    expect([answer.status, answer.headers.get('location')]).toEqual([
      303,
      expect.stringMatching(/^\/new[^:]*\?problem=(malformed|invalid)$/),
    ]);
    expect(await database().select().from(runs)).toEqual([]);
  });

  test.each(['no-such', '../../runs', 'a/b', '%00', '\0', '"; drop table tasks; --', 'x'.repeat(10_000)])(
    'to a thing that is not there (%j) is a 404',
    async (id) => {
      expect(await told(await decide(post('/api/tasks/x/decision'), of({ taskId: id })))).toEqual([
        404,
        'not_found',
      ]);
      expect(await told(await cancelRun(post('/api/runs/x/cancel'), of({ runId: id })))).toEqual([
        404,
        'not_found',
      ]);
      expect(await told(await readRun(get('/api/runs/x'), of({ runId: id })))).toEqual([404, 'not_found']);
      expect(await database().select().from(decisions)).toEqual([]);
    },
  );
});

const cursor = (value: string) => Buffer.from(value).toString('base64url');

describe('a list', () => {
  test.each([
    'limit=0',
    'limit=101',
    'limit=1.5',
    'limit=NaN',
    'limit=1e400',
    'scope=everything',
    'scope=__proto__',
    'cursor=x',
    `cursor=${cursor('[1e400,"x"]')}`,
    `cursor=${cursor('[null,"x"]')}`,
    `cursor=${cursor('[1]')}`,
    `cursor=${cursor('{"0":1,"1":"x"}')}`,
    `cursor=${'A'.repeat(501)}`,
  ])('refuses ?%s', async (query) => {
    expect(await told(await listRuns(get(`/api/runs?${query}`)))).toEqual([422, 'invalid']);
    expect(await told(await listTasks(get(`/api/tasks?${query}`)))).toEqual([422, 'invalid']);
  });

  test.each([
    cursor('[1e308,"x"]'),
    cursor('[-1.5,"\'; drop table runs; --"]'),
    cursor(`[${Number.MAX_SAFE_INTEGER},"\\u0000"]`),
  ])('takes any place to begin from (%s)', async (value) => {
    for (const sort of ['due', 'newest', 'oldest', 'priority'])
      expect((await listTasks(get(`/api/tasks?sort=${sort}&cursor=${value}&q=%25%5F`))).status).toBe(200);
    expect((await listRuns(get(`/api/runs?cursor=${value}`))).status).toBe(200);
  });
});

describe('a stream of events', () => {
  const seqs = (text: string) => [...text.matchAll(/^id: (\d+)$/gm)].map(([, seq]) => Number(seq));

  test('gives every event once, whatever Last-Event-ID says', async () => {
    const started = await startRun(post('/api/runs', { body: request(), headers: { prefer: 'wait=10' } }));
    const { runId } = (await started.json()) as { runId: string };
    await cancelRun(post(`/api/runs/${runId}/cancel`, { headers: { prefer: 'wait=10' } }), of({ runId }));
    const read = async (headers: Record<string, string>) =>
      seqs(await (await readEvents(get('/api/runs/x/events', headers), of({ runId }))).text());
    const all = await read({});
    expect(all.length).toBeGreaterThan(3);
    expect(new Set(all).size).toBe(all.length);
    for (const garbage of ['', 'x', '-1', '1.5', 'NaN', '1e999', '0x0', '9'.repeat(400)])
      expect(await read({ 'last-event-id': garbage })).toEqual(all);
    expect(await read({ 'last-event-id': String(all[1]) })).toEqual(all.slice(2));
    expect(await read({ 'last-event-id': String(Number.MAX_SAFE_INTEGER) })).toEqual([]);
  });
});
