import { createStep, createWorkflow } from '@mastra/core/workflows';
import { eq } from 'drizzle-orm';
import { describe, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { decisions, notificationCursor, outbox, runs, tasks } from '@/db/schema';
import { commit, write } from '@/lib/journal/commit';
import { env } from '@/lib/base/env';
import { log } from '@/lib/base/log';
import { humanTask } from '@/lib/mastra/human-task';
import type { Channel } from '@/lib/tell/messages/channel';
import { drainNotifications } from '@/lib/tell/drain/drain-notifications';
import { isResting, restFor } from '@/lib/tell/queue/rest';
import { drainRun } from '@/lib/work/outbox/drain-run';
import { cancelRun } from '@/lib/desk/runs/cancel-run';
import { matchSignalsOfRun } from '@/lib/desk/signals/match-signals';
import { sendSignal } from '@/lib/desk/signals/send-signal';
import { alertOperators } from '@/lib/tell/slack/alert-operators';
import { openSlack } from '@/lib/tell/slack/slack-api';
import { slackChannel } from '@/lib/tell/slack/slack-channel';
import { decideTask } from '@/lib/desk/decisions/decide-task';
import { contested } from '@/tests/support/contested';
import { deskForTest, type Person, type TestDesk } from './support/desk';
import { botToken, slackServer } from './support/slack';
import { memberOf, tellingInSlack } from './support/slack-desk';
import { rewindRun } from '@/lib/desk/rewind/rewind-run';

const text = z.object({ text: z.string() });
let whileMailed: () => Promise<unknown> = async () => undefined;

const gate = createStep({
  id: 'gate',
  inputSchema: text,
  outputSchema: text,
  suspendSchema: text,
  resumeSchema: z.object({ approved: z.boolean() }),
  metadata: humanTask({ candidates: { groups: ['managers'] } }),
  execute: async ({ inputData, resumeData, suspend }) => (resumeData ? inputData : suspend(inputData)),
});
const mail = createStep({
  id: 'mail',
  inputSchema: text,
  outputSchema: text,
  execute: async ({ inputData }) => (await whileMailed(), inputData),
});
const letter = createWorkflow({
  id: 'letter',
  inputSchema: text,
  outputSchema: text,
  options: { autoRestartActiveRuns: false },
})
  .then(gate)
  .then(mail)
  .commit();

const hour = 3_600_000;

/** The same desk in another process, whose clock is this far ahead (or, negative, behind). */
const elsewhere =
  (desk: TestDesk, aheadMs: number) =>
  (who: Person | 'system' = 'system') => ({
    ...desk.as(who),
    clock: { now: () => new Date(desk.clock.now().getTime() + aheadMs) },
  });

const statusOf = async (desk: TestDesk, runId: string) =>
  (await desk.db.select().from(runs).where(eq(runs.id, runId)))[0]?.status;

/** A run with an answer that is not applied yet, recorded by a process with such a clock. */
async function answered(aheadMs: number) {
  const desk = await deskForTest({ letter });
  const runId = await desk.request('letter', { text: 'x' });
  const [task] = await desk.openTasks(runId);
  const { id, payloadDigest } = task!;
  await decideTask(elsewhere(desk, aheadMs)('manager'), id, { outcome: 'approve', payloadDigest });
  return { desk, runId, taskId: id };
}

describe.each([
  ['ahead', hour],
  ['behind', -hour],
])('what a process recorded whose clock is an hour %s', (_, aheadMs) => {
  test('is done at once by another process', async () => {
    const { desk, runId } = await answered(aheadMs);
    await desk.drain(runId);
    expect(await statusOf(desk, runId)).toBe('success');
  });

  test('is retried by another process after it failed, whatever time that clock set for the next attempt', async () => {
    vi.spyOn(log, 'error').mockImplementation(() => undefined);
    const { desk, runId } = await answered(0);
    const broken = { ...desk.engine, resume: () => Promise.reject(new Error('No.')) };
    await drainRun({ ...elsewhere(desk, aheadMs)(), engine: broken }, runId);
    expect(await desk.db.select().from(outbox).where(eq(outbox.kind, 'resume'))).toMatchObject([
      { state: 'pending', attempts: 1 },
    ]);
    await desk.drain(runId);
    expect(await statusOf(desk, runId)).toBe('success');
  });

  test('a return accepted after a cancel that came too late is done; a cancel after it leaves the run as it is', async () => {
    const { desk, runId, taskId } = await answered(0);
    whileMailed = () => cancelRun(desk.as('requester'), runId, {});
    await desk.drain(runId);
    whileMailed = async () => undefined;
    const { as, run } = { as: elsewhere(desk, aheadMs), run: () => statusOf(desk, runId) };
    await rewindRun(as('operator'), { to: 'decision', taskId }, { reason: 'wrong answer' });
    await desk.drain(runId);
    expect(await run()).toBe('suspended');
    expect(await desk.db.select().from(decisions)).toMatchObject([{ revisedAt: expect.any(Date) }]);

    const [again] = await desk.openTasks(runId);
    const { id, payloadDigest } = again!;
    await decideTask(desk.as('manager'), id, { outcome: 'approve', payloadDigest });
    await desk.drain(runId);
    await rewindRun(desk.as('operator'), { to: 'decision', taskId: id }, { reason: 'wrong again' });
    await cancelRun(as('requester'), runId, {});
    await desk.drain(runId);
    expect(await run()).toBe('success');
  });
});

describe('messages sent by two processes whose clocks are hours apart', () => {
  const secrets = [{ name: 'test', secret: 'a-secret-that-signs-links-in-tests' }];
  const base = { secrets, appUrl: 'https://desk.example', digestHour: 24 };
  const send = (desk: TestDesk, aheadMs: number, channel: Channel) =>
    drainNotifications({ ...base, ...elsewhere(desk, aheadMs)(), channels: [channel] });

  async function asked() {
    const desk = await deskForTest({ letter });
    await desk.request('letter', { text: 'x' });
    return desk;
  }

  test.each([5 * hour, -5 * hour])(
    'are sent once, although the other process looks meanwhile, %i ms away',
    async (aheadMs) => {
      const desk = await asked();
      const sent: string[] = [];
      const theirs: Channel = { name: 'mail', send: async ({ id }) => void sent.push(`theirs ${id}`) };
      const ours: Channel = {
        name: 'mail',
        send: async ({ id }) => {
          sent.push(id);
          await send(desk, aheadMs, theirs);
        },
      };
      await send(desk, 0, ours);
      expect(sent.filter((id) => sent.includes(`theirs ${id}`))).toEqual([]);
      expect(sent).toHaveLength(2);
    },
  );

  test('are retried by the other process, whatever time the first set for the next attempt', async () => {
    vi.spyOn(log, 'warn').mockImplementation(() => undefined);
    const desk = await asked();
    const broken: Channel = { name: 'mail', send: () => Promise.reject(new Error('No.')) };
    await send(desk, 5 * hour, broken);
    const sent: string[] = [];
    await send(desk, 0, { name: 'mail', send: async ({ id }) => void sent.push(id) });
    expect(sent).toHaveLength(2);
  });

  test('are left alone by both for as long as their channel asks', async () => {
    const desk = await asked();
    const tell = async (aheadMs: number) => isResting(elsewhere(desk, aheadMs)(), 'mail');
    await write(desk.as('system'), [restFor('mail', hour)]);
    expect([await tell(5 * hour), await tell(-5 * hour)]).toEqual([true, true]);
    // As if written before the database's clock was set back.
    await desk.db.update(notificationCursor).set({ claimedUntil: new Date(Date.now() + 9 * hour) });
    expect(await tell(0)).toBe(false);
    await write(desk.as('system'), [restFor('mail', hour)]);
    expect(await tell(0)).toBe(true);
  });

  test('lock a question in Slack once', async () => {
    const desk = await deskForTest({ letter });
    const { slack } = await tellingInSlack(desk, { members: [memberOf('manager')] });
    const server = (aheadMs: number) => {
      const own = { ...base, ...elsewhere(desk, aheadMs)() };
      const channel = slackChannel(own, openSlack({ botToken, apiUrl: slack.apiUrl }, 2_000));
      return () => drainNotifications({ ...own, channels: [channel] });
    };
    const [here, there] = [server(0), server(5 * hour)];
    const runId = await desk.request('letter', { text: 'x' });
    await here();
    const [task] = await desk.openTasks(runId);
    await decideTask(desk.as('manager2'), task!.id, {
      outcome: 'approve',
      payloadDigest: task!.payloadDigest,
    });
    slack.during('chat.update', () => there());
    await here();
    expect(slack.messages.map(({ edits }) => edits)).toEqual([1]);
  });

  test('tell operators once, and again when the process telling them died hours ago by another clock', async () => {
    const desk = await deskForTest({ letter });
    const slack = await slackServer([]);
    const runId = await desk.request('letter', { text: 'x' });
    const settings = { ...env(), slackAlertUrl: slack.alertUrl, appUrl: base.appUrl };
    const alert = (aheadMs: number) => alertOperators(elsewhere(desk, aheadMs)(), settings);
    await alert(0);
    await commit(desk.as('system'), { event: { verb: 'outbox.stuck', runId, key: 'one', data: {} } });
    const claimed = (ms: number) =>
      desk.db
        .update(notificationCursor)
        .set({ claimedUntil: new Date(Date.now() + ms) })
        .where(eq(notificationCursor.id, 'alerts'));
    await claimed(60_000);
    await alert(5 * hour);
    expect(slack.alerts).toEqual([]);
    await claimed(9 * hour);
    await alert(0);
    expect(slack.alerts).toHaveLength(1);
  });
});

test('kept signals are matched in order of arrival, whatever clocks say', async () => {
  const desk = await deskForTest(contested);
  const runId = await desk.request('event', {});
  const [task] = await desk.openTasks(runId);
  await desk.db.update(tasks).set({ state: 'canceled' }).where(eq(tasks.id, task!.id));
  const signal = (aheadMs: number, approved: boolean) =>
    sendSignal(elsewhere(desk, aheadMs)('operator'), { name: 'arrived', key: runId, data: { approved } });
  await signal(hour, true);
  await signal(-hour, false);
  await desk.db.update(tasks).set({ state: 'open' }).where(eq(tasks.id, task!.id));
  await matchSignalsOfRun(desk.as('system'), runId);
  expect(await desk.db.select().from(decisions)).toMatchObject([{ resumeData: { approved: true } }]);
});
