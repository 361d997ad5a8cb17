import { globSync } from 'node:fs';
import path from 'node:path';
import { eq } from 'drizzle-orm';
import { openDatabase } from '@/db/client';
import { runs, webhookDeliveries, webhookEndpoints } from '@/db/schema';
import type { StoredError } from '@/db/schema/json';
import type { Api } from './api';
import { linksOf } from './links';
import type { Person } from './people';
import { article, expense, order } from './requests';
import type { DeskServer } from './server';

/**
 * A page in one of its states, and who views it; null: without a session. `status`: of its first response.
 */
export type PageState = {
  name: string;
  route: string;
  path: string;
  as: Person | null;
  status?: number;
};

const app = path.resolve(import.meta.dirname, '../../app');

/** The routes below `app/` with such a file, as Next names them: `/tasks/[taskId]`. */
export const routesWith = (file: 'page.tsx' | 'route.ts'): string[] =>
  globSync(`**/${file}`, { cwd: app })
    .map((found) => `/${path.dirname(found)}`.replaceAll(/\/\([^)]+\)/g, '').replace(/\/\.$/, '') || '/')
    .toSorted();

async function decided(requester: Api, manager: Api, amount: number, answer: object) {
  const { runId } = await requester.start('expense-report', expense(amount));
  const task = await manager.taskOf(runId);
  await manager.decide(task, answer);
  return { runId, taskId: task.taskId };
}

/** Runs in states no example workflow reaches. Their pages read only this row. */
async function unusualRuns(desk: DeskServer, requester: Api): Promise<PageState[]> {
  const errors: Record<string, StoredError | null> = {
    pending: null,
    running: null,
    failed: { message: 'The bank did not answer.', step: 'payment' },
    tripwire: { message: 'The guard stopped it.', step: null },
    lost: null,
  };
  const db = openDatabase({ url: `file:${desk.dataDir}/app.db` });
  const states: PageState[] = [];
  for (const status of ['pending', 'running', 'failed', 'tripwire', 'lost'] as const) {
    const { runId } = await requester.start('expense-report', expense(904.4));
    await db
      .update(runs)
      .set({ status, error: errors[status] ?? null })
      .where(eq(runs.id, runId));
    states.push({
      name: `request, ${status}`,
      route: '/runs/[runId]',
      path: `/runs/${runId}`,
      as: 'requester',
    });
  }
  db.$client.close();
  return states;
}

/** Webhooks that receive nothing, one of them with deliveries. Their pages read only these rows. */
async function quietWebhooks(desk: DeskServer, runId: string): Promise<PageState[]> {
  const db = openDatabase({ url: `file:${desk.dataDir}/app.db` });
  const now = new Date();
  const endpoint = {
    url: 'https://hooks.example.com/countersign',
    secret: 'v1.none',
    createdBy: 'usr_demo_admin',
    createdAt: now,
    updatedAt: now,
  };
  const [off, paused] = ['whk_off', 'whk_paused'];
  await db
    .insert(webhookEndpoints)
    .values([
      {
        ...endpoint,
        id: off,
        name: 'Ledger',
        events: ['run.finished', 'task.decided'],
        state: 'off',
        offReason: 'failing',
        failingSince: now,
        previousUntil: new Date(now.getTime() + 86_400_000),
      },
      { ...endpoint, id: paused, name: 'Data warehouse', events: ['run.started'], state: 'paused' },
    ])
    .onConflictDoNothing();
  const run = {
    id: runId,
    title: 'Approve €901.40 travel',
    workflow: { id: 'expense-report', title: 'Expense report' },
    requester: { id: 'usr_demo_requester', name: 'Ana Ruiz' },
    url: `${desk.url}/runs/${runId}`,
  };
  const told = {
    endpointId: off,
    type: 'run.finished' as const,
    body: JSON.stringify({
      type: 'run.finished',
      timestamp: now.toISOString(),
      data: {
        run,
        task: null,
        outcome: null,
        actor: { kind: 'system', name: 'Countersign' },
        channel: 'system',
      },
    }),
    dueAt: now,
    attemptedAt: now,
    createdAt: now,
  };
  const test = {
    type: 'webhook.test' as const,
    body: JSON.stringify({
      type: 'webhook.test',
      timestamp: now.toISOString(),
      data: {
        webhook: { id: off, name: 'Ledger', url: `${desk.url}/settings/webhooks/${off}` },
        actor: { kind: 'user', name: 'Samuel Adeyemi' },
        channel: 'web',
      },
    }),
  };
  await db
    .insert(webhookDeliveries)
    .values([
      {
        ...told,
        id: 'msg_1',
        seq: -1,
        state: 'delivered',
        attempts: 1,
        responseStatus: 204,
        tookMs: 41,
        deliveredAt: now,
      },
      {
        ...told,
        id: 'msg_2',
        seq: -2,
        state: 'failed',
        attempts: 10,
        responseStatus: 500,
        response: 'Under repair',
        error: 'answered 500',
        tookMs: 1200,
      },
      { ...told, id: 'msg_3', seq: -3, attempts: 2, error: 'no answer within 15 s', tookMs: 15_000 },
      {
        ...told,
        ...test,
        id: 'msg_4',
        seq: -4,
        state: 'failed',
        attempts: 1,
        responseStatus: 404,
        error: 'answered 404',
        tookMs: 12,
      },
    ])
    .onConflictDoNothing();
  db.$client.close();
  const at = '/settings/webhooks';
  const one = `${at}/[endpointId]`;
  return [
    { name: 'webhooks', route: at, path: at, as: 'admin' },
    { name: 'webhooks, seen by an operator', route: at, path: at, as: 'operator' },
    { name: 'webhooks that are not for this person', route: at, path: at, as: 'manager', status: 404 },
    { name: 'webhook that is switched off', route: one, path: `${at}/${off}`, as: 'admin' },
    { name: 'webhook that is paused', route: one, path: `${at}/${paused}`, as: 'admin' },
    {
      name: 'webhook that is paused, seen by an operator',
      route: one,
      path: `${at}/${paused}`,
      as: 'operator',
    },
    { name: 'no such webhook', route: one, path: `${at}/none`, as: 'admin', status: 404 },
  ];
}

/** Every page of the signed-in desk in all its states; makes the requests they show. */
export async function everyPage(
  desk: DeskServer,
  api: (person: Person) => Promise<Api>,
): Promise<PageState[]> {
  const [requester, manager] = [await api('requester'), await api('manager')];
  const open = await requester.start('expense-report', {
    ...expense(901.4),
    details: 'With the night train.\nBack on Friday.',
    receiptUrl: 'https://example.com/receipt.pdf',
  });
  const { taskId } = await manager.taskOf(open.runId);
  const paid = await decided(requester, manager, 902.4, { outcome: 'approve', comment: 'Have a good trip.' });
  const rejected = await decided(requester, manager, 903.4, { outcome: 'reject', comment: 'Take the bus.' });
  const parallel = await requester.start('purchase-order', order('Lumen GmbH'));
  const revising = await requester.start('content-review', article('Desk opens'));
  await manager.decide(await manager.taskOf(revising.runId), {
    outcome: 'request_changes',
    comment: 'Say on which day.',
  });
  const canceled = await requester.start('purchase-order', order('Nordlys AS'));
  await requester.http.post(`/api/runs/${canceled.runId}/cancel`, {
    data: { reason: 'Not needed.' },
    headers: { prefer: 'wait=10' },
  });
  await requester.http.post('/api/keys', {
    data: { name: 'Payroll export', scopes: ['runs:start', 'runs:read'] },
  });
  const inbox = { route: '/inbox', as: 'manager' } as const;
  const task = { route: '/tasks/[taskId]', as: 'manager' } as const;
  const run = { route: '/runs/[runId]', as: 'requester' } as const;
  const snapshot = { route: '/runs/[runId]/snapshot', as: 'operator' } as const;
  const link = await linksOf(desk, taskId, 'manager');
  const { items: workflows } = await (await requester.http.get('/api/workflows')).json();
  return [
    { ...inbox, name: 'inbox', path: '/inbox' },
    { ...inbox, name: 'inbox with a chosen task', path: `/inbox?task=${taskId}` },
    { ...inbox, name: 'inbox with a task that is not there', path: '/inbox?task=task_none' },
    { ...inbox, name: 'inbox where nothing fits', path: '/inbox?q=nothing-like-this' },
    { ...inbox, name: 'decided tasks', path: '/inbox?view=decided' },
    { ...inbox, name: 'empty inbox', path: '/inbox', as: 'requester2' },
    { ...inbox, name: 'all open tasks', path: '/inbox?view=all', as: 'operator' },
    { ...task, name: 'task, open', path: `/tasks/${taskId}` },
    { ...task, name: 'task, open, after a refused plain post', path: `/tasks/${taskId}?problem=invalid` },
    { ...task, name: 'task, approved', path: `/tasks/${paid.taskId}?done=1` },
    { ...task, name: 'task, rejected', path: `/tasks/${rejected.taskId}` },
    { ...task, name: 'task that its requester may only see', path: `/tasks/${taskId}`, as: 'requester' },
    { ...task, name: 'task that an operator may only see', path: `/tasks/${taskId}`, as: 'operator' },
    {
      ...task,
      name: 'task with a form',
      path: `/tasks/${(await requester.taskOf(revising.runId)).taskId}`,
      as: 'requester',
    },
    { ...task, name: 'no such task', path: '/tasks/task_none', status: 404 },
    { name: 'new request', route: '/new', path: '/new', as: 'requester' },
    ...workflows.map(({ id }: { id: string }): PageState => ({
      name: `new ${id}`,
      route: '/new/[workflowId]',
      path: `/new/${id}`,
      as: 'requester',
    })),
    {
      name: 'new request after a refused plain post',
      route: '/new/[workflowId]',
      path: '/new/expense-report?problem=invalid',
      as: 'requester',
    },
    { name: 'no such workflow', route: '/new/[workflowId]', path: '/new/none', as: 'requester', status: 404 },
    { name: 'requests', route: '/runs', path: '/runs', as: 'requester' },
    { name: 'no requests', route: '/runs', path: '/runs?status=finished', as: 'finance2' },
    { name: 'everyone’s requests', route: '/runs', path: '/runs?scope=all&status=active', as: 'operator' },
    { ...run, name: 'request, waiting', path: `/runs/${open.runId}` },
    { ...run, name: 'request, paid', path: `/runs/${paid.runId}` },
    { ...run, name: 'request, rejected', path: `/runs/${rejected.runId}` },
    { ...run, name: 'request, waiting for two', path: `/runs/${parallel.runId}` },
    { ...run, name: 'request, with changes asked for', path: `/runs/${revising.runId}` },
    { ...run, name: 'request, cancelled', path: `/runs/${canceled.runId}` },
    ...(await unusualRuns(desk, requester)),
    { ...snapshot, name: 'snapshot, waiting for two', path: `/runs/${parallel.runId}/snapshot` },
    { ...snapshot, name: 'snapshot, paid', path: `/runs/${paid.runId}/snapshot` },
    { ...snapshot, name: 'snapshot with a loop', path: `/runs/${revising.runId}/snapshot` },
    {
      ...snapshot,
      name: 'snapshot that is not for this person',
      path: `/runs/${open.runId}/snapshot`,
      as: 'requester',
      status: 404,
    },
    {
      ...run,
      name: 'request that is not for this person',
      path: `/runs/${open.runId}`,
      as: 'requester2',
      status: 404,
    },
    { name: 'operations', route: '/operations', path: '/operations', as: 'operator' },
    {
      name: 'operations, failed requests',
      route: '/operations',
      path: '/operations?kind=failed',
      as: 'admin',
    },
    {
      name: 'operations where all is well',
      route: '/operations',
      path: '/operations?kind=stuck',
      as: 'operator',
    },
    {
      name: 'operations that are not for this person',
      route: '/operations',
      path: '/operations',
      as: 'manager',
      status: 404,
    },
    { name: 'deliveries', route: '/operations/deliveries', path: '/operations/deliveries', as: 'operator' },
    {
      name: 'deliveries where there are none',
      route: '/operations/deliveries',
      path: '/operations/deliveries?state=stuck',
      as: 'admin',
    },
    {
      name: 'deliveries that are not for this person',
      route: '/operations/deliveries',
      path: '/operations/deliveries',
      as: 'manager',
      status: 404,
    },
    { name: 'mails that were kept', route: '/mail', path: '/mail', as: 'manager' },
    { name: 'audit', route: '/audit', path: '/audit', as: 'operator' },
    { name: 'audit of one request', route: '/audit', path: `/audit?run=${paid.runId}`, as: 'admin' },
    { name: 'audit where nothing fits', route: '/audit', path: '/audit?person=nobody', as: 'operator' },
    {
      name: 'audit that is not for this person',
      route: '/audit',
      path: '/audit',
      as: 'manager',
      status: 404,
    },
    {
      name: 'link that approves',
      route: '/links/[token]',
      path: link.approve ?? '',
      as: null,
    },
    {
      name: 'link that rejects',
      route: '/links/[token]',
      path: link.reject ?? '',
      as: null,
    },
    { name: 'answer by link recorded', route: '/links/done', path: '/links/done', as: null },
    ...(await quietWebhooks(desk, open.runId)),
    { name: 'settings of an administrator', route: '/settings', path: '/settings', as: 'admin' },
    { name: 'settings', route: '/settings', path: '/settings', as: 'manager' },
    { name: 'no API keys', route: '/settings/keys', path: '/settings/keys', as: 'finance2' },
    {
      name: 'API keys of everybody',
      route: '/settings/keys',
      path: '/settings/keys?problem=conflict',
      as: 'admin',
    },
    { name: 'API reference', route: '/api-reference', path: '/api-reference', as: 'manager' },
    { name: 'address that leads nowhere', route: '/', path: '/nowhere', as: 'manager', status: 404 },
  ];
}
