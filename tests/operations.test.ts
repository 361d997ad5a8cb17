import { describe, expect, it } from 'vitest';
import type { Served } from '@/lib/api/http/served';
import { documented, operations } from '@/lib/api/operations';
import { routeFolders, routeModule } from './support/routes';

/** Routes that do not serve an operation, and why. */
const elsewhere: Record<string, string> = {
  '/api/auth/[...all]': 'better-auth handles sessions itself',
  '/api/cron/recover': 'the scheduler has a secret of its own, and no actor',
  '/api/health': 'it must answer even when nothing else works',
  '/api/metrics': 'the collector has a token of its own, and no actor',
  '/api/openapi.json': 'it is generated from the operations',
  '/api/ready': 'anybody may ask',
  '/api/slack/interactions': 'Slack signs its requests, and expects its own kind of response',
};

type Route = { at: string; call: Served | undefined };

/** Every handler of all other routes, such as `GET /api/runs/{runId}`, and the operation it serves. */
async function routes(): Promise<Route[]> {
  const found: Route[] = [];
  for (const folder of routeFolders.filter((one) => !elsewhere[one])) {
    const handlers = await routeModule(folder);
    for (const method of ['GET', 'POST'] as const) {
      const handler = handlers[method];
      if (handler)
        found.push({ at: `${method} ${folder.replaceAll(/\[(\w+)\]/g, '{$1}')}`, call: handler.serves });
    }
  }
  return found;
}

const placeOf = ({ method, path }: Served) => `${method.toUpperCase()} ${path}`;

describe('operations', () => {
  it('are served by every route, each at its own address', async () => {
    const found = await routes();
    expect(found.filter(({ at, call }) => !call || placeOf(call) !== at)).toEqual([]);
    expect(found.map(({ at }) => at).toSorted()).toEqual(operations.map(placeOf).toSorted());
    expect(found.filter(({ call }) => !operations.some((one) => one === call))).toEqual([]);
  });

  it('have unique names, and are all in the document', () => {
    const names = documented.map(({ id }) => id);
    expect(new Set(names).size).toBe(names.length);
    expect(operations.filter((one) => !names.includes(one.id))).toEqual([]);
  });

  it('are not served by the exceptions, which all exist', async () => {
    for (const folder of Object.keys(elsewhere)) {
      const { GET, POST } = await routeModule(folder);
      expect([folder, GET?.serves, POST?.serves]).toEqual([folder, undefined, undefined]);
    }
  });

  it('say how to read a form if they take both a form and a body', () => {
    expect(operations.filter(({ body, form }) => form && Boolean(body) !== Boolean(form.read))).toEqual([]);
  });
});
