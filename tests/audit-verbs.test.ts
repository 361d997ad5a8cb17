import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { createStep, createWorkflow } from '@mastra/core/workflows';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { auditEvents, decisions, tasks } from '@/db/schema';
import { decideTask } from '@/lib/desk/decisions/decide-task';
import { revealField } from '@/lib/desk/tasks/reveal-field';
import { deskForTest } from './support/desk';
import { rewindRun } from '@/lib/desk/rewind/rewind-run';

const root = path.resolve(import.meta.dirname, '..');

/** Files that write to the app database without auditing it themselves, and why. */
const silent: Record<string, string> = {
  'lib/engine/agent-calls.ts':
    'keeps what an agent asked between two steps of one run; the task it becomes is audited',
  'lib/accounts/keys/read-key-actor.ts': 'notes when a key was used last',
  'lib/accounts/sign-in/actor-plugin.ts': 'removes sessions that have ended',
  'lib/accounts/sign-in/rate-limit.ts': 'counts',
  'lib/api/http/refused-posts.ts': 'what somebody typed and was refused, for an hour; nothing was done',
  'lib/api/http/once-for-key.ts': 'keeps the answer to a write, which is audited itself',
  'lib/engine/record-effect.ts': 'the side effects of the examples, as an outside system would keep them',
  'lib/engine/slots.ts': 'the slots of an example',
  'lib/tell/drain/collect.ts': 'what the audit log says already, for who is told of it',
  'lib/tell/messages/expand.ts': 'the same, for each of them',
  'lib/tell/queue/queue.ts': 'claims what is sent next; its row says what came of it',
  'lib/tell/queue/rest.ts': 'until when a channel wants to be left alone',
  'lib/desk/rewind/taken-by-failed.ts':
    'its statements go into the batch of lib/desk/rewind/rewind-run.ts, which audits them',
  'lib/desk/runs/lease.ts': 'who drives a run just now',
  'lib/work/outbox/go-back.ts': 'what was audited when somebody asked for it (lib/desk/rewind)',
  'lib/work/recovery/faults.ts': 'what recovery could not do the last time; nothing was done',
  'lib/work/recovery/sweep-journal.ts':
    'what the sweeps did, in numbers; each finding is audited where it is found',
  'lib/tell/slack/alert-operators.ts': 'up to where operators were told what the audit log says already',
  'lib/tell/slack/outdate-messages.ts': 'owes updates to messages by what the audit log says already',
  'lib/tell/slack/slack-channel.ts': 'where a message stands; the delivery log says that it was sent',
  'lib/desk/tasks/past-question.ts':
    'its statement goes into the batch of lib/desk/decisions/renew-form.ts, which audits it',
  'lib/tell/webhooks/record-deliveries.ts': 'owes to endpoints what the audit log says already',
  'lib/work/retention/prune-expired.ts':
    'removes what has ended or was done long ago; the snapshots that go are audited where they do',
};

/** Statements that write, in drizzle or raw SQL, except the audit log's own. */
const writes =
  /(\bdb|database\(\))\s*\.(insert|update|delete)\((?!audit)|insertWhere\(\s*\w*\.?db,\s*(?!auditEvents)|sql`\s*(insert|update|delete) /;

describe('every verb', () => {
  const files = globSync('lib/**/*.ts', { cwd: root }).filter(
    (file) => !/\.test\.ts$|^lib\/mastra\//.test(file),
  );
  const source = (file: string) => readFileSync(path.join(root, file), 'utf8');
  const writing = files.filter((file) => !file.startsWith('lib/journal/') && writes.test(source(file)));

  it('that writes to the app database writes to the audit log as well', () => {
    expect(writing).toContain('lib/desk/tasks/record-answer.ts');
    const unheard = writing.filter((file) => !/\baudit(Where)?\(/.test(source(file)));
    expect(unheard.filter((file) => !(file in silent) && !auditedByCaller(file))).toEqual([]);
    expect(
      Object.keys(silent).filter((file) => !unheard.includes(file)),
      'no longer needs its reason',
    ).toEqual([]);
  });

  /** Whether its statements end up in another file's batch, together with an audit row. */
  function auditedByCaller(file: string): boolean {
    const name = path.basename(file, '.ts');
    const callers = files.filter((other) => source(other).includes(`/${name}'`));
    return callers.length > 0 && callers.every((caller) => /\baudit(Where)?\(/.test(source(caller)));
  }
});

describe('what is sensitive', () => {
  const hidden = z.string().meta({ sensitive: true });
  const shape = z.object({ iban: hidden, purpose: z.string() });
  const answer = z.object({ approved: z.boolean(), pin: hidden, reason: z.string().optional() });
  const gate = createStep({
    id: 'gate',
    inputSchema: shape,
    outputSchema: shape,
    suspendSchema: shape,
    resumeSchema: answer,
    metadata: { human: true },
    execute: async ({ inputData, resumeData, suspend }) => (resumeData ? inputData : suspend(inputData)),
  });
  const workflows = {
    secret: createWorkflow({ id: 'secret', inputSchema: shape, outputSchema: shape }).then(gate).commit(),
  };

  it('never reaches the audit log, whatever was asked, answered, revealed and taken back', async () => {
    const desk = await deskForTest(workflows);
    const runId = await desk.request('secret', { iban: 'DE-SECRET-REQUEST', purpose: 'Rent' });
    const [task] = await desk.openTasks(runId);
    await revealField(desk.as('operator'), task!.id, { path: 'iban' });
    await decideTask(desk.as('manager'), task!.id, {
      resumeData: { approved: true, pin: 'PIN-SECRET-ANSWER' },
      payloadDigest: task!.payloadDigest,
    });
    await desk.drain(runId);
    await rewindRun(desk.as('operator'), { to: 'decision', taskId: task!.id }, { reason: 'Wrong one.' });
    await desk.drain(runId);
    // The secrets must exist somewhere, or their absence below would prove nothing.
    expect(JSON.stringify(await desk.db.select().from(tasks))).toContain('DE-SECRET-REQUEST');
    expect(JSON.stringify(await desk.db.select().from(decisions))).toContain('PIN-SECRET-ANSWER');
    const log = await desk.db.select().from(auditEvents);
    expect(log.map(({ verb }) => verb)).toEqual(
      expect.arrayContaining([
        'run.requested',
        'task.opened',
        'task.revealed',
        'task.decided',
        'decision.applied',
        'decision.revised',
      ]),
    );
    expect(JSON.stringify(log)).not.toMatch(/SECRET/);
  });
});
