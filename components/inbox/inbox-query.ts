import type { Route } from 'next';

export const inboxViews = ['mine', 'all', 'decided'] as const;
export type InboxView = (typeof inboxViews)[number];

const openSorts = ['due', 'priority', 'newest', 'oldest'] as const;
const decidedSorts = ['newest', 'oldest'] as const;
export type InboxSort = (typeof openSorts)[number];

/** The orders a view offers; the first is the default. */
export const sortsOf = (view: InboxView): readonly InboxSort[] =>
  view === 'decided' ? decidedSorts : openSorts;

export const pageSize = 30;
export const mostRows = 500;

/** Everything that makes up an inbox screen; a link of `inboxHref` reproduces it. `task` is the chosen one. */
export type InboxQuery = {
  view: InboxView;
  q: string;
  workflowId: string;
  sort: InboxSort;
  limit: number;
  task: string | null;
};

type Params = Record<string, string | string[] | undefined>;

const first = (value: string | string[] | undefined) => (Array.isArray(value) ? value[0] : value) ?? '';

function parseLimit(text: string): number {
  const wanted = /^\d{1,4}$/.test(text) ? Number(text) : pageSize;
  const pages = Math.ceil(Math.min(Math.max(wanted, 1), mostRows) / pageSize);
  return Math.min(pages * pageSize, mostRows);
}

/** Reads the address. Invalid parameters are ignored, so that an old link still opens the inbox. */
export function parseInboxQuery(params: Params, seesAll: boolean): InboxQuery {
  const wanted = inboxViews.find((view) => view === first(params.view)) ?? 'mine';
  const view = wanted === 'all' && !seesAll ? 'mine' : wanted;
  const [own = 'due'] = sortsOf(view);
  return {
    view,
    q: first(params.q).trim().slice(0, 200),
    workflowId: first(params.workflowId).slice(0, 200),
    sort: sortsOf(view).find((sort) => sort === first(params.sort)) ?? own,
    limit: parseLimit(first(params.limit)),
    task: first(params.task) || null,
  };
}

/** The address of a screen; defaults are left out. A new view keeps search and filter, but not the order. */
export function inboxHref({
  view = 'mine',
  q = '',
  workflowId = '',
  sort,
  limit = pageSize,
  task = null,
}: Partial<InboxQuery>): Route {
  const params = new URLSearchParams();
  if (view !== 'mine') params.set('view', view);
  if (q) params.set('q', q);
  if (workflowId) params.set('workflowId', workflowId);
  if (sort && sort !== sortsOf(view)[0] && sortsOf(view).includes(sort)) params.set('sort', sort);
  if (limit !== pageSize) params.set('limit', String(limit));
  if (task) params.set('task', task);
  const text = params.toString();
  return (text ? `/inbox?${text}` : '/inbox') as Route;
}

/** The same screen as parameters of lib/desk/tasks/list-tasks. */
export function toTaskParams({ view, q, workflowId, sort }: InboxQuery) {
  return {
    scope: view === 'all' ? 'all' : 'mine',
    state: view === 'decided' ? 'closed' : 'open',
    q,
    workflowId,
    sort,
  } as const;
}

export const isFiltered = ({ q, workflowId }: InboxQuery) => q !== '' || workflowId !== '';

/**
 * The next task when this one is done: the one below, for the last one the one above, null when it was the
 * only one.
 */
export function taskAfter(ids: readonly string[], current: string): string | null {
  const at = ids.indexOf(current);
  if (at < 0) return ids[0] ?? null;
  return ids[at + 1] ?? ids[at - 1] ?? null;
}
