import { createRequire } from 'node:module';
import { eq, sql } from 'drizzle-orm';
import { openDatabase } from '@/db/client';
import { signals, tasks } from '@/db/schema';
import { systemClock } from '@/lib/base/clock';
import { sweepActor, type Context } from '@/lib/people/context';
import { problem } from '@/lib/api/http/problem';
import { createEngine } from '@/lib/mastra';
import { openStorage } from '@/lib/mastra/stores/storage';
import { log } from '@/lib/base/log';
import { startTelemetry } from '@/lib/process/telemetry/start-telemetry';
import { flushTelemetry } from '@/lib/base/telemetry/telemetry';
import { withIds } from '@/lib/base/trace-ids';
import { drainRun } from '@/lib/work/outbox/drain-run';
import { startRun } from '@/lib/desk/runs/start-run';
import { sweep } from '@/lib/process/sweep/sweep';
import { decideTask } from '@/lib/desk/decisions/decide-task';
import { actor, expense } from './desk';

/**
 * A desk in its own process that asks, answers and fails, with a marker in everything people write; for the
 * tests of logs and traces in lib/process/telemetry.
 */
const [appUrl = '', storeUrl = '', marker = ''] = process.argv.slice(2);

await startTelemetry();
const db = openDatabase({ url: appUrl });
(globalThis as { countersignDatabase?: Context['db'] }).countersignDatabase = db;
const engine = await createEngine(await openStorage({ kind: 'libsql', url: storeUrl, authToken: undefined }));
const system: Context = { actor: sweepActor, channel: 'system', db, engine, clock: systemClock };
const as = (who: 'requester' | 'manager'): Context => ({ ...system, actor: actor(who), channel: 'web' });

const { run } = await withIds({ requestId: 'request-0' }, () =>
  startRun(as('requester'), { workflowId: 'expense-report', input: { ...expense(320), purpose: marker } }),
);
await drainRun(system, run.id);
const [task] = await db.select().from(tasks).where(eq(tasks.runId, run.id));
await decideTask(as('manager'), task?.id ?? '', {
  outcome: 'approve',
  resumeData: {},
  comment: marker,
  payloadDigest: task?.payloadDigest ?? '',
});

// Makes applying the answer fail, and a signal whose statement carries what was sent.
await db.run(
  sql`create trigger refuse before update of applied_at on decisions begin select raise(abort, 'refused \u202Edesufer\u2069'); end`,
);
await drainRun(system, run.id);
await db.run(sql`drop table signals`);
await withIds({ requestId: 'request-1', runId: run.id }, async () => {
  const error: unknown = await db
    .insert(signals)
    .values({
      id: 'sig_1',
      name: 'x',
      key: marker,
      data: { text: marker },
      actorKind: 'user',
      actorId: 'u',
      actorName: marker,
      channel: 'api',
      createdAt: new Date(),
    })
    .catch((cause: unknown) => cause);
  problem(error, 'request-1');
});
await decideTask(as('manager'), 'task_none', { payloadDigest: marker }).catch((error: unknown) =>
  log.info('refused', { error }),
);
log.warn('an address that carries a right', {
  error: new Error('cannot read /links/eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJ1c3JfMSJ9.c2lnbmF0dXJl?x=1'),
});
await sweep(system);
await flushTelemetry();
process.stdout.write(
  `${JSON.stringify({ runId: run.id, taskId: task?.id, sdkLoaded: Object.keys(createRequire(import.meta.url).cache).some((file) => /@opentelemetry.sdk/.test(file)) })}\n`,
);
