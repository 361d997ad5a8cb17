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

/** Files that write to the app database other than by a commit (lib/journal/commit.ts), and why. */
const apart: Record<string, string> = {
  'lib/accounts/keys/read-key-actor.ts': 'notes when a key was used last, with the read of its actor',
  'lib/accounts/sign-in/actor-plugin.ts': 'removes sessions that have ended',
  'lib/accounts/sign-in/rate-limit.ts': 'counts, with the read that a request begins with',
  'lib/api/http/once-for-key.ts': 'keeps the answer to a write, around its commit',
  'lib/api/http/refused-posts.ts': 'what somebody typed and was refused, for an hour; nothing was done',
  'lib/desk/decisions/undo-decision.ts': 'copies a row, which no kind of change does; it is part of a commit',
  'lib/desk/runs/lease.ts': 'who drives a run just now',
  'lib/desk/tasks/transitions.ts': 'fills inboxes from the row of the task; it is part of a commit',
  'lib/engine/agent-calls.ts':
    'keeps what an agent asked between two steps of one run; the task it becomes is audited',
  'lib/engine/record-effect.ts': 'the side effects of the examples, as an outside system would keep them',
  'lib/engine/slots.ts': 'the slots of an example',
  'lib/journal/seal-audit.ts': 'the seals of the audit log itself',
  'lib/tell/drain/collect.ts': 'that the digest of a day is due',
  'lib/tell/links/link-code.ts': 'counts a try, whoever makes it',
  'lib/tell/queue/queue.ts': 'claims what is sent next; its row says what came of it',
  'lib/tell/slack/alert-operators.ts': 'up to where operators were told what the audit log says already',
  'lib/tell/slack/outdate-messages.ts': 'that one message in Slack is brought up to date',
  'lib/tell/slack/slack-channel.ts': 'where a message stands; the delivery log says that it was sent',
  'lib/work/recovery/ask-checks.ts': 'claims a check before it is asked',
  'lib/work/recovery/faults.ts': 'what recovery could not do the last time; nothing was done',
  'lib/work/recovery/mark-hanging.ts': 'takes marks off runs that move again',
  'lib/work/recovery/sweep-journal.ts': 'that a sweep began, with the read of where it goes on',
  'lib/work/retention/prune-expired.ts':
    'removes what has ended or was done long ago; the snapshots that go are audited where they do',
  'lib/work/retention/prune-snapshots.ts': 'that a snapshot cannot be read, which the sweep audits',
};

/** Files that commit changes without the event of a verb (`write`), and why. */
const withoutEvent: Record<string, string> = {
  'lib/desk/runs/mirror-run.ts': 'has an event for each thing that it finds',
  'lib/journal/note-lost-data.ts': 'has the event of its finding',
  'lib/journal/tail.ts': 'what the audit log says already, for who is told of it',
  'lib/tell/messages/expand.ts': 'the same, for each of them',
  'lib/tell/queue/send-due.ts': 'what came of a try to send; giving up has its event',
  'lib/work/outbox/apply-decision.ts': 'that an answer is being given; its event follows when it was',
  'lib/work/outbox/apply-start.ts': 'that a run begins; its event follows when it has',
  'lib/work/outbox/drain-run.ts': 'has the events of the debt that is paid',
  'lib/work/outbox/go-back.ts': 'what was audited when somebody asked for it (lib/desk/rewind)',
  'lib/work/outbox/recover-run.ts': 'that tasks follow their questions, which was audited before',
  'lib/work/outbox/replay-journal.ts':
    'what was audited when somebody asked for it; has an event for each answer',
  'lib/work/recovery/sweep-journal.ts': 'what the sweeps did, in numbers',
  'lib/work/retention/prune-snapshots.ts': 'that the snapshot is gone, which was audited before',
};

/** Statements that write, in drizzle or raw SQL. */
const writes =
  /(\bdb|database\(\))\s*\.(insert|update|delete)\(|insertWhere\(|sql`\s*(insert|update|delete) /;

describe('whoever writes to the app database', () => {
  const how = ['lib/journal/change.ts', 'lib/journal/commit.ts'];
  const files = globSync('{app,lib}/**/*.{ts,tsx}', { cwd: root })
    .filter((file) => !/\.test\.tsx?$|^lib\/mastra\//.test(file) && !how.includes(file))
    .toSorted();
  const source = (file: string) => readFileSync(path.join(root, file), 'utf8');

  it('does so by a commit, or has a reason not to', () => {
    expect(files.filter((file) => writes.test(source(file)))).toEqual(Object.keys(apart).toSorted());
  });

  it('has an event, or a reason to have none', () => {
    const writing = files.filter((file) =>
      /import \{[^}]*\bwrite\b[^}]*\} from '[^']*\/commit'/.test(source(file)),
    );
    expect(writing).toEqual(Object.keys(withoutEvent).toSorted());
  });
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
