import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { writeVerbs } from './support/write-verbs';

const root = path.resolve(import.meta.dirname, '..');
const source = (file: string) => readFileSync(path.join(root, file), 'utf8');
const imported = (file: string) =>
  new Set(
    [...source(file).matchAll(/^import \{([^}]*)\} from '@\/lib/gm)].flatMap(
      ([, names = '']) => names.match(/\w+/g) ?? [],
    ),
  );

/** Where rivals act between the statements of verbs, or take away a run's lease. */
const contests = ['tests/support/deeds.ts', 'tests/support/desk-deeds.ts', 'tests/lost-leases.test.ts'];

/** Steps of a drive, covered by every drive in tests/lost-leases.test.ts. */
const underTheLease = ['applyDecision', 'goBack', 'replayJournal', 'applyStart', 'fenceOff', 'recoverRun'];

/** Verbs whose rivals are tested elsewhere, or that have none, with that test file. */
const elsewhere: Record<string, string> = {
  acquireLease: 'lib/desk/runs/lease.test.ts',
  actorPlugin: 'lib/accounts/sign-in/sign-in.test.ts',
  alertOperators: 'tests/two-clocks.test.ts',
  auditAuth: 'lib/accounts/sign-in/sign-in.test.ts',
  auditRefusal: 'lib/tell/links/links.test.ts',
  auditSlackRefusal: 'app/api/slack/interactions/route.test.ts',
  askQuestion: 'lib/engine/agent-calls.test.ts',
  beginAnswer: 'lib/mastra/agents/agent-step.test.ts',
  beginSweep: 'lib/process/sweep/sweep.test.ts',
  closeCall: 'lib/engine/agent-calls.test.ts',
  collectDigest: 'lib/tell/messages/notifications.test.ts',
  countRounds: 'lib/engine/agent-calls.test.ts',
  createUser: 'lib/accounts/sign-in/create-user.test.ts',
  endSweep: 'lib/process/sweep/sweep.test.ts',
  expandNotifications: 'lib/tell/messages/notifications.test.ts',
  exportAudit: 'lib/journal/list-audit.test.ts',
  follow: 'lib/journal/tail.test.ts',
  keepRefusedPost: 'lib/api/http/refused-posts.test.ts',
  onceForKey: 'lib/api/http/once-for-key.test.ts',
  noteLostData: 'lib/mastra/mends/keep-data.test.ts',
  openCall: 'lib/engine/agent-calls.test.ts',
  recordEffect: 'lib/mastra/drive/crash.test.ts',
  reportLostLease: 'lib/work/outbox/drain-run.test.ts',
  returnSlot: 'lib/work/recovery/ask-checks.test.ts',
  revealField: 'lib/desk/tasks/reveal-field.test.ts',
  sealAudit: 'lib/journal/verify-audit.test.ts',
  claimNext: 'lib/tell/queue/queue.test.ts',
  sendDue: 'lib/tell/queue/queue.test.ts',
  slackChannel: 'tests/slack-processes.test.ts',
  tellStaleTasks: 'lib/process/sweep/sweep.test.ts',
  withLease: 'lib/desk/runs/lease.test.ts',
};

/** Verbs that only call another one of their file, for each of several things or when due. */
const forEachOf: Record<string, string> = {
  matchSignals: 'matchKeptSignals',
  matchSignalsOfRun: 'sendSignal',
  matchSignalsSoon: 'sendSignal',
  reassignTasks: 'reassignTask',
  retryRuns: 'retryRun',
  tryCode: 'decideByLink',
};

describe('every verb that writes', () => {
  const verbs = writeVerbs();
  const contested = new Set(contests.flatMap((file) => [...imported(file)]));

  it('is recognised by how it writes', () => {
    const names = verbs.map(({ verb }) => verb);
    expect(names).toEqual(
      expect.arrayContaining(['decideTask', 'undoDecision', 'sendTest', 'beginAnswer', 'markHanging']),
    );
    expect(names).not.toContain('listTasks');
  });

  it('has a deed contested by rivals, or its own test against them', () => {
    const known = (verb: string) =>
      contested.has(verb) ||
      underTheLease.includes(verb) ||
      verb in elsewhere ||
      contested.has(forEachOf[verb] ?? '');
    expect(verbs.filter(({ verb }) => !known(verb))).toEqual([]);
  });

  it('is listed as an exception only while it is one', () => {
    const excused = [...underTheLease, ...Object.keys(elsewhere), ...Object.keys(forEachOf)];
    const names = new Set(verbs.map(({ verb }) => verb));
    expect(excused.filter((verb) => !names.has(verb) || contested.has(verb))).toEqual([]);
    expect(Object.values(elsewhere).filter((file) => !existsSync(path.join(root, file)))).toEqual([]);
  });
});
