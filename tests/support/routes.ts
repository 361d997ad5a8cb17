import { globSync } from 'node:fs';
import path from 'node:path';
import type { Served } from '@/lib/api/http/served';

type Params = Record<string, string | string[]>;
type Handler = ((request: Request, context: { params: Promise<Params> }) => Promise<Response>) & {
  serves?: Served;
};
type RouteModule = Partial<Record<'GET' | 'POST', Handler>>;

const root = path.resolve(import.meta.dirname, '../..');

/** The folders of all API routes, as addresses: `/api/runs/[runId]`. */
export const routeFolders: readonly string[] = globSync('api/**/route.ts', {
  cwd: path.join(root, 'app'),
}).map((file) => `/${path.dirname(file)}`);

export const routeModule = async (folder: string): Promise<RouteModule> =>
  (await import(path.join(root, 'app', folder, 'route.ts'))) as RouteModule;

/** The route for an address, as Next finds it: literal segments win over named ones. */
function routeOf(address: string): { folder: string; params: Params } {
  const given = address.split('/').map(decodeURIComponent);
  for (const folder of routeFolders.toSorted((a, b) => Number(a.includes('[')) - Number(b.includes('[')))) {
    const parts = folder.split('/');
    const rest = parts.at(-1)?.match(/^\[\.\.\.(\w+)\]$/)?.[1];
    const fixed = rest ? parts.slice(0, -1) : parts;
    if (rest ? given.length < parts.length : given.length !== parts.length) continue;
    if (!fixed.every((part, index) => part.startsWith('[') || part === given[index])) continue;
    const params = Object.fromEntries(
      fixed.flatMap((part, index) => (part.startsWith('[') ? [[part.slice(1, -1), given[index] ?? '']] : [])),
    );
    return { folder, params: rest ? { ...params, [rest]: given.slice(fixed.length) } : params };
  }
  throw new Error(`no route serves ${address}`);
}

/** The real route's response, as a server gives it. */
export async function answerByRoute(request: Request): Promise<Response> {
  const { folder, params } = routeOf(new URL(request.url).pathname);
  const handler = (await routeModule(folder))[request.method as 'GET' | 'POST'];
  if (!handler) throw new Error(`${folder} does not answer ${request.method}`);
  return handler(request, { params: Promise.resolve(params) });
}
