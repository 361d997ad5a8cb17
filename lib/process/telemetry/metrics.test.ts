import { leaseMs } from '@/lib/desk/runs/lease';
import { eq } from 'drizzle-orm';
import { expect, onTestFinished, test } from 'vitest';
import { runLeases, runs, sweeps } from '@/db/schema';
import type { Clock } from '@/lib/base/clock';
import { env } from '@/lib/base/env';
import { decideTask } from '@/lib/desk/decisions/decide-task';
import { deskForTest, expense } from '@/tests/support/desk';
import { parseMetrics } from '@/tests/support/parse-metrics';
import { newMetrics } from '@/lib/base/telemetry/metrics';
import { metricsText } from './metrics-text';
import { readFacts } from './read-facts';

async function scrape(desk: { db: Parameters<typeof readFacts>[0]; clock: Clock }, metrics = newMetrics()) {
  await readFacts(desk.db, desk.clock, metrics);
  return parseMetrics(await metrics.registry.metrics());
}

test('the text is valid, and every process reports the same values from the database', async () => {
  const desk = await deskForTest();
  const first = newMetrics();
  expect((await scrape(desk, first)).value('countersign_tasks_oldest_open_age_seconds')).toBe(0);
  const [done, waiting] = [
    await desk.request('expense-report', expense()),
    await desk.request('expense-report', expense(90)),
  ];
  const [task] = await desk.openTasks(done);
  await decideTask(desk.as('manager'), task!.id, {
    outcome: 'approve',
    resumeData: {},
    payloadDigest: task!.payloadDigest,
  });
  const owed = await scrape(desk, first);
  expect(owed.value('countersign_outbox_debts', { state: 'pending', kind: 'resume' })).toBe(1);
  expect(owed.value('countersign_decision_resume_lag_seconds_count')).toBe(0);
  desk.clock.advance(3_000);
  expect((await scrape(desk, first)).value('countersign_outbox_oldest_due_age_seconds')).toBe(3);
  await desk.drain(done);
  await desk.db.update(runs).set({ status: 'lost' }).where(eq(runs.id, waiting));
  await desk.db
    .update(runLeases)
    .set({ expiresAt: Date.now() + leaseMs })
    .where(eq(runLeases.runId, waiting));
  const now = desk.clock.now();
  await desk.db.insert(sweeps).values({
    id: 's1',
    process: 'p',
    startedAt: new Date(now.getTime() - 7_000),
    endedAt: new Date(now.getTime() - 5_000),
    result: { runs: 4, busy: 1 },
  });
  for (const seen of [await scrape(desk, first), await scrape(desk)]) {
    expect(seen.types).toMatchObject({
      countersign_decisions_total: 'counter',
      countersign_decision_resume_lag_seconds: 'histogram',
      countersign_tasks_open: 'gauge',
    });
    expect(seen.value('countersign_tasks_open', { kind: 'step', priority: 'normal' })).toBe(1);
    expect(seen.value('countersign_tasks_oldest_open_age_seconds')).toBeGreaterThanOrEqual(3);
    expect(seen.value('countersign_decisions_total', { outcome: 'approve', channel: 'web' })).toBe(1);
    expect(seen.value('countersign_decision_resume_lag_seconds_sum')).toBe(3);
    expect(seen.value('countersign_decision_resume_lag_seconds_bucket', { le: '2.5' })).toBe(0);
    expect(seen.value('countersign_decision_resume_lag_seconds_bucket', { le: '5' })).toBe(1);
    expect(seen.value('countersign_runs', { status: 'lost' })).toBe(1);
    expect(seen.value('countersign_outbox_debts', { state: 'pending', kind: 'resume' })).toBeUndefined();
    expect(seen.value('countersign_leases_held')).toBe(1);
    expect(seen.value('countersign_sweep_age_seconds')).toBe(5);
    expect(seen.value('countersign_sweep_duration_seconds')).toBe(2);
    expect(seen.value('countersign_sweep_result', { what: 'runs' })).toBe(4);
  }
});

test('concurrent requests count each answer once', async () => {
  const desk = await deskForTest();
  const runId = await desk.request('expense-report', expense());
  const [task] = await desk.openTasks(runId);
  await decideTask(desk.as('manager'), task!.id, {
    outcome: 'approve',
    resumeData: {},
    payloadDigest: task!.payloadDigest,
  });
  const shared = newMetrics();
  const all = await Promise.all(Array.from({ length: 5 }, () => scrape(desk, shared)));
  expect(
    all.map((one) => one.value('countersign_decisions_total', { outcome: 'approve', channel: 'web' })),
  ).toEqual([1, 1, 1, 1, 1]);
});

test.each([
  [undefined, 'Bearer anything', 'not_found'],
  ['the-token-of-metrics', null, 'unauthenticated'],
  ['the-token-of-metrics', 'Bearer the-token-of-metricz', 'unauthenticated'],
])('with METRICS_TOKEN=%s and %s it is %s', async (token, authorization, code) => {
  const holder = globalThis as { countersignEnv?: { metricsToken: string | undefined } };
  holder.countersignEnv = { metricsToken: token };
  onTestFinished(() => void delete holder.countersignEnv);
  await expect(
    metricsText(
      new Request('http://desk.test/api/metrics', {
        headers: authorization === null ? {} : { authorization },
      }),
    ),
  ).rejects.toMatchObject({ code });
});

test('returns the text for the right token', async () => {
  await deskForTest();
  const holder = globalThis as { countersignEnv?: { metricsToken: string | undefined } };
  holder.countersignEnv = { ...env(), metricsToken: 'the-token-of-metrics' };
  onTestFinished(() => void delete holder.countersignEnv);
  const answer = await metricsText(
    new Request('http://desk.test/api/metrics', {
      headers: { authorization: 'Bearer the-token-of-metrics' },
    }),
  );
  expect(answer.headers.get('content-type')).toContain('text/plain; version=0.0.4');
  expect(parseMetrics(await answer.text()).types).toHaveProperty('process_cpu_seconds_total');
});
