import { createStep, createWorkflow } from '@mastra/core/workflows';
import { eq, sql } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { notificationCursor, sweeps } from '@/db/schema';
import type { AuditEvent } from '@/lib/journal/audit';
import { commit } from '@/lib/journal/commit';
import { env } from '@/lib/base/env';
import { sweep } from '@/lib/process/sweep/sweep';
import { startRun } from '@/lib/desk/runs/start-run';
import { passInDatabase } from '@/tests/support/database-time';
import { deskForTest, expense } from '@/tests/support/desk';
import { slackServer } from '@/tests/support/slack';
import { alertOperators } from './alert-operators';

const minute = 60_000;

/** A desk whose operators have been alerted of everything so far. */
async function deskWithTrouble() {
  const desk = await deskForTest();
  const slack = await slackServer([]);
  const runId = await desk.request('expense-report', { ...expense(), purpose: 'Tea & <!channel>|' });
  const settings = { ...env(), slackAlertUrl: slack.alertUrl, appUrl: 'https://desk.example.com' };
  const happened = (event: AuditEvent) => commit(desk.as('system'), { event: { runId, ...event } });
  const trouble = (key: string) => happened({ verb: 'outbox.stuck', key, data: {} });
  const alert = () => alertOperators(desk, settings);
  await trouble('before');
  await alert();
  expect(slack.alerts).toEqual([]);
  return { desk, slack, runId, settings, happened, trouble, alert };
}

test('alerts operators once, in one message, of work stuck since the last alert', async () => {
  const { desk, slack, runId, settings, trouble, alert } = await deskWithTrouble();
  await trouble('one');
  await trouble('two');
  await alert();
  expect(slack.alerts).toHaveLength(1);
  expect(slack.alerts[0]!.split(`https://desk.example.com/runs/${runId}|`)).toHaveLength(3);
  expect(slack.alerts[0]).not.toContain('<!channel>');
  await alert();
  expect(slack.alerts).toHaveLength(1);
  await trouble('three');
  await alertOperators(desk, { ...settings, slackAlertUrl: null });
  expect(slack.alerts).toHaveLength(1);
});

test('alerts of runs that failed or were stopped, not of successful ones; too many for one message are split', async () => {
  const { slack, happened, alert } = await deskWithTrouble();
  for (const status of ['success', 'canceled', 'failed', 'tripwire'])
    await happened({ verb: 'run.finished', key: `end-${status}`, after: { status } });
  await alert();
  expect(slack.alerts[0]!.match(/A request failed/g)).toHaveLength(2);
  for (let count = 0; count < 25; count++)
    await happened({ verb: 'run.finished', key: `failed-${count}`, after: { status: 'failed' } });
  await alert();
  await alert();
  await alert();
  expect(slack.alerts.map((text) => text.match(/A request failed/g)?.length)).toEqual([2, 20, 5]);
});

test('alerts of a real failed run, with its title', async () => {
  const any = z.object({}).loose();
  const breaks = createStep({
    id: 'breaks',
    inputSchema: any,
    outputSchema: any,
    execute: () => Promise.reject(new Error('The bank said no.')),
  });
  const desk = await deskForTest({
    fails: createWorkflow({ id: 'fails', inputSchema: any, outputSchema: any }).then(breaks).commit(),
  });
  const slack = await slackServer([]);
  const alert = () => alertOperators(desk, { ...env(), slackAlertUrl: slack.alertUrl });
  await alert();
  await startRun(desk.as('requester'), { workflowId: 'fails', input: {}, title: 'Pay the rent' }).then(
    ({ run }) => desk.drain(run.id),
  );
  await alert();
  expect(slack.alerts).toEqual([expect.stringMatching(/A request failed: <[^|]+\|Pay the rent>/)]);
  // The error text is not sent: it may quote what people wrote.
  expect(slack.alerts[0]).not.toContain('bank');
});

test('concurrent sweeps alert once, and a corrupt log entry stops nothing', async () => {
  const { desk, slack, trouble, alert } = await deskWithTrouble();
  await desk.db.run(
    sql`insert into audit_events (verb, actor_kind, actor_id, actor_name, channel, run_id, data, at) select 'run.finished', 'system', 'x', 'x', 'system', run_id, '{spoilt', ${desk.clock.now().getTime()} from audit_events where run_id is not null limit 1`,
  );
  await trouble('one');
  await Promise.all(Array.from({ length: 8 }, alert));
  expect(slack.alerts).toHaveLength(1);
  expect(slack.alerts[0]).not.toContain('A request failed');
});

test('alerts again after the claim expires when the process died before recording the alert', async () => {
  const { desk, slack, trouble, alert } = await deskWithTrouble();
  await trouble('one');
  await alert();
  // The state after a process died before its last write.
  await desk.db
    .update(notificationCursor)
    .set({ seq: sql`seq - 1`, claimedUntil: new Date(Date.now() + minute) })
    .where(eq(notificationCursor.id, 'alerts'));
  await alert();
  expect(slack.alerts).toHaveLength(1);
  await passInDatabase(desk.db, minute);
  await alert();
  expect(slack.alerts).toHaveLength(2);
});

test('sweeps report that Slack is away, and the first one afterwards sends everything', async () => {
  const { desk, slack, settings, trouble } = await deskWithTrouble();
  Object.assign(globalThis, { countersignEnv: settings });
  await sweep(desk);
  await trouble('one');
  for (const fault of [{ status: 503 }, 'broken'] as const) {
    slack.faults.push(fault);
    desk.clock.advance(30_000);
    expect((await sweep(desk)).failed).toBe(1);
  }
  expect(
    (await desk.db.select().from(sweeps)).filter(({ error }) => error?.startsWith('alerts:')),
  ).toHaveLength(2);
  await trouble('two');
  desk.clock.advance(30_000);
  expect((await sweep(desk, { anew: true })).failed).toBe(0);
  desk.clock.advance(30_000);
  await sweep(desk);
  expect(slack.alerts).toHaveLength(1);
  expect(slack.alerts[0]!.match(/failed too often/g)).toHaveLength(2);
});

const inFiveMinutes = (now: Date) => new Date(now.getTime() + 5 * minute).toUTCString();

test.each([
  ['in seconds', () => 300],
  ['by a date', inFiveMinutes],
])('waits as long as Slack asks %s; skips events older than three days', async (_, asked) => {
  const { desk, slack, trouble, alert } = await deskWithTrouble();
  await trouble('one');
  slack.faults.push({ limitedFor: asked(desk.clock.now()) });
  await expect(alert()).rejects.toThrow('429');
  await passInDatabase(desk.db, 4 * minute);
  await alert();
  expect(slack.alerts).toEqual([]);
  await passInDatabase(desk.db, minute);
  await alert();
  expect(slack.alerts).toHaveLength(1);
  await trouble('two');
  desk.clock.advance(4 * 24 * 60 * minute);
  await alert();
  expect(slack.alerts).toHaveLength(1);
});
