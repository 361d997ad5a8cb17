/** How the lists that people and sweeps read slow down as the desk grows. */
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { sql } from 'drizzle-orm';
import { openDatabase, type Database } from '@/db/client';
import { migrate } from '@/db/migrate';
import { seedDemo } from '@/db/seed';
import { listAudit } from '@/lib/journal/list-audit';
import { parseAuditQuery } from '@/lib/journal/audit-query';
import type { Context, UserActor } from '@/lib/people/context';
import { systemClock } from '@/lib/base/clock';
import { createEngine } from '@/lib/mastra';
import { openStorage } from '@/lib/mastra/stores/storage';
import { countFindings } from '@/lib/tell/findings/list-findings';
import { listRuns, parseRunQuery } from '@/lib/desk/runs/list-runs';
import { getInbox } from '@/lib/desk/inbox/get-inbox';
import { getTaskFor } from '@/lib/desk/tasks/get-task';
import { countOpenTasks, listTasks } from '@/lib/desk/tasks/list-tasks';
import { parseTaskQuery } from '@/lib/desk/tasks/task-query';
import { actor, type Person } from '@/tests/support/actor';
import { diskFolder, medianTime, rounded, type Table } from './support';

const reads = 21;

/** Adds requests up to `size`, with one statement per table. */
async function fill(db: Database, from: number, size: number): Promise<void> {
  const numbers = sql`with recursive n(i) as (select cast(${from} as integer) union all select i + 1 from n where i + 1 < ${size})`;
  const requester = actor('requester').id;
  const status = sql`case when i % 10 = 0 then 'suspended' else 'success' end`;
  const at = sql`(1700000000000 + i * 1000)`;
  await db.batch([
    db.run(sql`insert into runs (id, workflow_id, title, requester_id, input, status, steps, snapshot_size, revision, attempt, created_at, updated_at, finished_at)
      ${numbers} select 'run-' || i, 'expense-report', 'Expense ' || i, case when i % 50 = 0 then ${requester} else 'usr_' || (i % 997) end, '{"amount":12}', ${status}, '[]', 2000, 0, 0, ${at}, ${at}, case when i % 10 = 0 then null else ${at} end from n`),
    db.run(sql`insert into tasks (id, run_id, workflow_id, step_path, suspended_at, kind, title, state, payload, payload_digest, outcomes, policy, candidates, requester_id, priority, due_at, created_at, closed_at)
      ${numbers} select 'task-' || i, 'run-' || i, 'expense-report', '["approval"]', ${at}, 'step', 'Approve expense ' || i, case when i % 10 = 0 then 'open' else 'decided' end, '{"amount":12}', 'sha256:x', '[]',
        '{"forbidSelfApproval":true,"reasonField":null,"onExpiry":"notify"}', '["group:managers"]', 'usr_' || (i % 997), case i % 4 when 0 then 'high' else 'normal' end, ${at} + 86400000, ${at}, case when i % 10 = 0 then null else ${at} end from n`),
    db.run(sql`insert into task_candidates (task_id, principal, open, due_order, priority_order, created_at, closed_at)
      ${numbers} select 'task-' || i, case when i % 20 = 0 then 'group:managers' else 'group:other' end, i % 10 = 0, ${at} + 86400000,
        case i % 4 when 0 then 1 else 2 end * 100000000000000 + ${at}, ${at}, case when i % 10 = 0 then null else ${at} end from n`),
    db.run(sql`insert into audit_events (verb, actor_kind, actor_id, actor_name, channel, run_id, task_id, data, at)
      ${numbers} select 'task.opened', 'system', 'system', 'Countersign', 'system', 'run-' || i, 'task-' || i, '{}', ${at} from n`),
  ]);
  await db.run(sql`analyze`);
}

const questions: Record<string, (ctx: (name: Person) => Context & { actor: UserActor }) => Promise<unknown>> =
  {
    'inbox, by due time': (as) => listTasks(as('manager'), parseTaskQuery({})),
    'inbox, newest first': (as) => listTasks(as('manager'), parseTaskQuery({ sort: 'newest' })),
    'inbox, by priority': (as) => listTasks(as('manager'), parseTaskQuery({ sort: 'priority' })),
    'inbox, with its first task': (as) => getInbox(as('manager'), parseTaskQuery({}), { taskId: null }),
    'inbox, searched, with its first task': (as) =>
      getInbox(as('manager'), parseTaskQuery({ q: '99990' }), { taskId: null }),
    'how many tasks wait for me': (as) => countOpenTasks(as('manager')),
    'all open tasks, for an operator': (as) => listTasks(as('operator'), parseTaskQuery({ scope: 'all' })),
    'what managers closed': (as) => listTasks(as('manager'), parseTaskQuery({ state: 'closed' })),
    'all tasks that I may see': (as) => listTasks(as('manager'), parseTaskQuery({ scope: 'all' })),
    'one task': (as) => getTaskFor(as('operator'), 'task-0'),
    'my requests': (as) => listRuns(as('requester'), parseRunQuery({})),
    'all requests, for an operator': (as) => listRuns(as('operator'), parseRunQuery({ scope: 'all' })),
    'findings on the operations page': (as) => countFindings(as('operator')),
    'the audit log': (as) => listAudit(as('operator'), parseAuditQuery({})),
  };

/** How long the reads take at each of these sizes, in ascending order, and how many times that of the smallest. */
export async function measureLists(sizes: number[]): Promise<Table> {
  const folder = await diskFolder();
  const url = `file:${path.join(folder, 'app.db')}`;
  const db = openDatabase({ url });
  try {
    await migrate(db, { url });
    await seedDemo(db);
    const engine = await createEngine(await openStorage({ kind: 'memory' }));
    const as = (name: Person) => ({
      db,
      clock: systemClock,
      actor: actor(name),
      channel: 'web' as const,
      engine,
    });
    const rows: Table = Object.fromEntries(Object.keys(questions).map((name) => [name, {}]));
    const first: Record<string, number> = {};
    for (const [index, size] of sizes.entries()) {
      await fill(db, sizes[index - 1] ?? 0, size);
      for (const [name, ask] of Object.entries(questions)) {
        const ms = await medianTime(reads, () => ask(as));
        first[name] ??= ms;
        Object.assign(rows[name]!, {
          [`${size} requests, ms`]: rounded(ms),
          [`${size}, ×`]: rounded(ms / first[name]),
        });
      }
    }
    return rows;
  } finally {
    db.$client.close();
    await rm(folder, { recursive: true, force: true });
  }
}
