import { text } from 'node:stream/consumers';
import { eq, sql } from 'drizzle-orm';
import { describe, expect, test, vi } from 'vitest';
import { auditEvents, tasks } from '@/db/schema';
import { log } from '@/lib/base/log';
import { decideTask } from '@/lib/desk/decisions/decide-task';
import { actor, deskForTest, expense, type TestDesk } from '@/tests/support/desk';
import { commit } from './commit';
import { parseQuery } from '@/lib/base/page-query';
import { auditExportQuery, parseAuditQuery, type AuditQuery } from './audit-query';
import { exportAudit } from './export-audit';
import { auditRows, auditWhereClause, listAudit } from './list-audit';
import { sealAudit } from './seal-audit';

const day = 86_400_000;

/** Two runs, the second a day later; the first was rejected with a comment that looks like a formula. */
async function aDesk() {
  vi.spyOn(log, 'info').mockImplementation(() => undefined);
  const desk = await deskForTest();
  const runId = await desk.request('expense-report', expense());
  const [task] = await desk.openTasks(runId);
  desk.clock.advance(1000);
  await decideTask(desk.as('manager'), task!.id, {
    outcome: 'reject',
    comment: '=1+1, "no"',
    payloadDigest: task!.payloadDigest,
  });
  await desk.drain(runId);
  desk.clock.advance(day);
  const later = await desk.request('expense-report', expense(12));
  return { desk, runId, later, taskId: task!.id };
}

const list = (desk: TestDesk, query: Partial<AuditQuery> = {}) =>
  listAudit(desk.as('operator'), parseAuditQuery(query));
const verbs = async (desk: TestDesk, query: Partial<AuditQuery>) =>
  (await list(desk, query)).items.map(({ verb }) => verb);
const download = async (
  desk: TestDesk,
  params: Record<string, unknown>,
  who: 'operator' | 'manager' = 'operator',
) => {
  const { body, ...head } = await exportAudit(desk.as(who), parseQuery(auditExportQuery, params));
  return { ...head, text: await text(body) };
};

describe('listAudit', () => {
  test('is only for operators and administrators', async () => {
    const { desk } = await aDesk();
    for (const who of ['requester', 'manager', 'finance'] as const) {
      await expect(listAudit(desk.as(who), parseAuditQuery({}))).rejects.toMatchObject({ code: 'not_found' });
    }
    expect((await listAudit(desk.as('admin'), parseAuditQuery({}))).items.length).toBeGreaterThan(5);
  });

  test('shows a row whose data is no longer valid JSON', async () => {
    const { desk } = await aDesk();
    await desk.db.run(sql`drop trigger audit_events_update`);
    await desk.db.run(sql`update audit_events set data = 'no {json' where seq = 2`);
    expect((await list(desk)).items.find(({ seq }) => seq === 2)).toMatchObject({
      data: { spoiled: 'no {json' },
    });
    expect((await download(desk, { format: 'jsonl' })).text).toContain('no {json');
  });

  test('filters by run, task, person, verb, channel and time, newest first', async () => {
    const { desk, runId, later, taskId } = await aDesk();
    const all = (await list(desk)).items;
    expect(all.map(({ seq }) => seq)).toEqual(all.map(({ seq }) => seq).toSorted((a, b) => b - a));
    expect(await verbs(desk, { run: later })).toEqual(['task.opened', 'run.started', 'run.requested']);
    expect(await verbs(desk, { task: taskId })).toEqual(['decision.applied', 'task.decided', 'task.opened']);
    for (const person of [actor('manager').id, 'MANAGER@demo.test', 'miriam okafor'])
      expect(await verbs(desk, { person })).toEqual(['task.decided']);
    expect(await verbs(desk, { person: 'Nobody' })).toEqual([]);
    expect(await verbs(desk, { verb: 'run.requested', channel: 'web' })).toHaveLength(2);
    expect(await verbs(desk, { channel: 'slack' })).toEqual([]);
    const today = desk.clock.now().toISOString();
    expect(new Set((await list(desk, { from: today })).items.map((entry) => entry.runId))).toEqual(
      new Set([later]),
    );
    expect(new Set((await list(desk, { to: today })).items.map((entry) => entry.runId))).toEqual(
      new Set([runId]),
    );
    const whole = today.slice(0, 10);
    expect(await list(desk, { from: whole, to: whole })).toEqual(
      await list(desk, { from: `${whole}T00:00:00Z` }),
    );
    expect(() => parseAuditQuery({ from: 'yesterday' })).toThrow('invalid_values');
  });

  test('pages without skipping events, also while new ones are written', async () => {
    const { desk } = await aDesk();
    const all = (await list(desk, { limit: 200 })).items.map(({ seq }) => seq);
    const seen: number[] = [];
    let cursor: string | null | undefined;
    do {
      const page = await list(desk, { limit: 2, ...(cursor ? { cursor } : {}) });
      seen.push(...page.items.map(({ seq }) => seq));
      cursor = page.nextCursor;
      await desk.request('expense-report', expense(3));
    } while (cursor);
    expect(seen).toEqual(all);
    await expect(list(desk, { cursor: 'nonsense' })).rejects.toMatchObject({ code: 'invalid' });
  });

  test('gives the titles of runs and tasks, and the seal status', async () => {
    const { desk, taskId } = await aDesk();
    await sealAudit(desk.as('system'));
    await commit(desk.as('manager'), { event: { verb: 'task.revealed', taskId } });
    const [newest, ...sealed] = (await list(desk, { task: taskId })).items;
    const [task] = await desk.db.select().from(tasks).where(eq(tasks.id, taskId));
    expect(newest).toMatchObject({
      verb: 'task.revealed',
      taskTitle: task!.title,
      by: { id: actor('manager').id },
      seal: null,
    });
    for (const entry of sealed) expect(entry.seal).toMatch(/^[0-9a-f]{8}\.[\w-]{43}$/);
    expect((await list(desk)).sealed).toMatchObject({ head: { seq: newest!.seq - 1 }, unsealed: 1 });
  });

  test.each<[Partial<AuditQuery>, string]>([
    [{}, 'audit_events_at'],
    [{ from: '2026-01-01', to: '2026-02-01' }, 'audit_events_at'],
    [{ person: 'usr_x' }, 'audit_events_actor'],
    [{ verb: 'task.decided', from: '2026-01-01' }, 'audit_events_verb'],
    [{ channel: 'slack' }, 'audit_events_channel'],
    [{ run: 'x' }, 'audit_events_run'],
    [{ task: 'x' }, 'audit_events_task'],
  ])('reads %j by an index', async (filter, index) => {
    const { db } = await deskForTest();
    const query = auditRows(db, await auditWhereClause(db, filter), 51);
    const plan = (await db.all<{ detail: string }>(sql`explain query plan ${query.getSQL()}`)).map(
      ({ detail }) => detail,
    );
    expect(plan[0]).toMatch(new RegExp(`(SEARCH|SCAN) audit_events USING INDEX ${index}\\b`));
    // One run or task has few events, so sorting them costs little.
    expect(plan.join().includes('TEMP B-TREE')).toBe(filter.run !== undefined || filter.task !== undefined);
  });
});

describe('exportAudit', () => {
  test('writes the filtered events as JSON lines, and records the export', async () => {
    const { desk, runId } = await aDesk();
    const shown = (await list(desk, { run: runId })).items;
    const { type, name, text: written } = await download(desk, { format: 'jsonl', run: runId, channel: '' });
    expect(
      written
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line)),
    ).toEqual(shown);
    expect([type, name]).toEqual([
      'application/jsonl; charset=utf-8',
      `audit-${desk.clock.now().toISOString().slice(0, 10)}.jsonl`,
    ]);
    const [taken] = (await list(desk, { verb: 'audit.exported' })).items;
    expect(taken).toMatchObject({
      by: { id: actor('operator').id },
      channel: 'web',
      data: { format: 'jsonl', filter: { run: runId } },
    });
  });

  test('writes CSV that no spreadsheet runs as a formula', async () => {
    const { desk, taskId } = await aDesk();
    await desk.db.update(tasks).set({ title: '=cmd|calc, "now"' }).where(eq(tasks.id, taskId));
    const { text: written } = await download(desk, { format: 'csv', task: taskId, verb: 'task.opened' });
    const [head, row, end] = written.split('\r\n');
    expect(head).toBe(
      'seq,at,verb,actorKind,actorId,actorName,channel,runId,runTitle,taskId,taskTitle,data,seal',
    );
    expect(row).toContain(`,${taskId},"'=cmd|calc, ""now""",`);
    expect(end).toBe('');
  });

  test('is refused to those who may not see the log, without an audit event', async () => {
    const { desk } = await aDesk();
    await expect(download(desk, { format: 'csv' }, 'manager')).rejects.toMatchObject({ code: 'not_found' });
    await expect(download(desk, { format: 'xml' })).rejects.toMatchObject({ code: 'invalid' });
    expect(await verbs(desk, { verb: 'audit.exported' })).toEqual([]);
  });

  test('exports a log of many pages up to the event at which it began', async () => {
    const { desk } = await aDesk();
    await desk.db
      .run(sql`with recursive n(value) as (select 1 union all select value + 1 from n where value < 1200)
      insert into audit_events (verb, actor_kind, actor_id, actor_name, channel, at) select 'run.started', 'system', 's', 'S', 'system', 5 from n`);
    const before = await desk.db.$count(auditEvents);
    const { body } = await exportAudit(desk.as('operator'), { format: 'jsonl' });
    await desk.request('expense-report', expense(9));
    expect((await text(body)).trimEnd().split('\n')).toHaveLength(before);
  });
});
