import { createStep, createWorkflow } from '@mastra/core/workflows';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { auditEvents, decisions, runs, tasks } from '@/db/schema';
import { machineWait } from '@/lib/mastra/authoring/machine-wait';
import { deskForTest } from '@/tests/support/desk';
import { sweep } from '@/lib/process/sweep/sweep';
import { archiveAudit } from '@/tests/support/archive-audit';

const file = z.object({ file: z.string() });
const found = z.object({ bytes: z.number() });

/** A workflow that waits for a file; `look` is called at each check. */
const waitingFor = (look: () => Promise<z.infer<typeof found> | null>) => {
  const gate = createStep({
    id: 'file-is-there',
    inputSchema: file,
    outputSchema: found,
    suspendSchema: file,
    resumeSchema: found,
    metadata: machineWait<z.infer<typeof file>, z.infer<typeof found>>({ check: look, every: '1m' }),
    execute: async ({ inputData, resumeData, suspend }) => resumeData ?? suspend(inputData),
  });
  return {
    files: createWorkflow({ id: 'files', inputSchema: file, outputSchema: found }).then(gate).commit(),
  };
};

async function waiting(look: () => Promise<z.infer<typeof found> | null>) {
  const desk = await deskForTest(waitingFor(look));
  const runId = await desk.request('files', { file: 'report.csv' });
  const tick = () => sweep({ db: desk.db, engine: desk.engine, clock: desk.clock });
  const status = async () => (await desk.db.select().from(runs))[0]?.status;
  return { desk, runId, tick, status };
}

test('a check runs immediately, then at its interval, and the system is the actor of its decision', async () => {
  let asked = 0;
  const { desk, tick, status } = await waiting(async () => (++asked < 3 ? null : { bytes: 42 }));
  expect(await desk.db.select().from(tasks)).toMatchObject([
    { kind: 'check', candidates: [], state: 'open' },
  ]);
  await tick();
  await tick();
  expect(asked).toBe(1);
  desk.clock.advance(60_000);
  await tick();
  expect([asked, await status()]).toEqual([2, 'suspended']);
  desk.clock.advance(60_000);
  expect(await tick()).toMatchObject({ checks: 1, runs: 1 });
  expect(await status()).toBe('success');
  expect(await desk.db.select().from(decisions)).toMatchObject([
    { actorKind: 'system', outcome: 'ready', resumeData: { bytes: 42 }, appliedAt: expect.any(Date) },
  ]);
  desk.clock.advance(600_000);
  await tick();
  expect(asked).toBe(3);
});

test('concurrent sweeps run a check once', async () => {
  let asked = 0;
  const { tick } = await waiting(async () => (asked++, null));
  await Promise.all([tick(), tick(), tick()]);
  expect(asked).toBe(1);
});

test.each([
  ['throws', () => Promise.reject(new Error('connection refused')), 'connection refused'],
  [
    'gives an answer that does not fit',
    () => Promise.resolve({ bytes: 'many' } as unknown as { bytes: number }),
    'does not fit the resume schema',
  ],
])('a check that %s is audited once and runs again', async (_, look, reason) => {
  let calls = 0;
  const { desk, tick, status } = await waiting(() => (calls++ < 2 ? look() : Promise.resolve({ bytes: 1 })));
  const failures = async () =>
    (await desk.db.select().from(auditEvents)).filter(({ verb }) => verb === 'check.failed');
  await tick();
  expect(await failures()).toMatchObject([{ data: { error: expect.stringContaining(reason) } }]);
  await archiveAudit(desk.db);
  desk.clock.advance(60_000);
  await tick();
  expect(calls).toBe(2);
  expect(await failures()).toEqual([]);
  desk.clock.advance(60_000);
  await tick();
  expect(await status()).toBe('success');
});
