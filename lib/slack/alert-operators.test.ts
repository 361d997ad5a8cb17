import { expect, test } from 'vitest';
import { sweeps } from '@/db/schema';
import { audit } from '@/lib/audit/audit';
import { runBatch } from '@/db/guarded';
import { env } from '@/lib/env';
import { sweep } from '@/lib/recovery/sweep';
import { deskForTest, expense } from '@/tests/support/desk';
import { slackServer } from '@/tests/support/slack';
import { alertOperators } from './alert-operators';

async function deskWithTrouble() {
  const desk = await deskForTest();
  const slack = await slackServer([]);
  const runId = await desk.request('expense-report', { ...expense(), purpose: 'Tea & <!channel>|' });
  const settings = { ...env(), slackAlertUrl: slack.alertUrl, appUrl: 'https://desk.example.com' };
  const trouble = (key: string) => runBatch(desk.db, [audit(desk.as('system'), { verb: 'outbox.stuck', runId, key, data: {} })]);
  return { desk, slack, runId, settings, trouble };
}

test('operators are told what is stuck since the last time, once and in one message; what was before is not news', async () => {
  const { desk, slack, runId, settings, trouble } = await deskWithTrouble();
  await trouble('before');
  const began = await alertOperators(desk, null, settings);
  expect(slack.alerts).toEqual([]);
  await trouble('one');
  await trouble('two');
  const told = await alertOperators(desk, began, settings);
  expect(slack.alerts).toHaveLength(1);
  expect(slack.alerts[0]!.split(`https://desk.example.com/runs/${runId}|`)).toHaveLength(3);
  expect(slack.alerts[0]).not.toContain('<!channel>');
  expect(await alertOperators(desk, told, settings)).toBe(told);
  expect(slack.alerts).toHaveLength(1);
  expect(await alertOperators(desk, told, { ...settings, slackAlertUrl: null })).toBeNull();
});

test('while Slack is away the sweeps say so, and the first one after tells it all', async () => {
  const { desk, slack, settings, trouble } = await deskWithTrouble();
  Object.assign(globalThis, { countersignEnv: settings });
  await sweep(desk);
  await trouble('one');
  for (const fault of [{ status: 503 }, 'broken'] as const) {
    slack.faults.push(fault);
    desk.clock.advance(30_000);
    expect((await sweep(desk)).failed).toBe(1);
  }
  expect((await desk.db.select().from(sweeps)).filter(({ error }) => error?.startsWith('alerts:'))).toHaveLength(2);
  await trouble('two');
  desk.clock.advance(30_000);
  expect((await sweep(desk, { anew: true })).failed).toBe(0);
  desk.clock.advance(30_000);
  await sweep(desk);
  expect(slack.alerts).toHaveLength(1);
  expect(slack.alerts[0]!.match(/failed too often/g)).toHaveLength(2);
});
