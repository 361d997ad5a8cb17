import { eq } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { write } from '@/lib/journal/commit';
import { auditEvents, tasks } from '@/db/schema';
import { deskForTest, expense } from '@/tests/support/desk';
import { askSuspension } from './ask-suspension';
import { loadRun } from './load-run';

test('a suspension that is asked already opens no second task and says nothing again', async () => {
  const desk = await deskForTest();
  const runId = await desk.request('expense-report', expense(1240));
  const [task] = await desk.openTasks(runId);
  const known = (await loadRun(desk.db, runId))!;
  const { suspensions } = (await desk.engine.read(known.run))!;
  const again = await askSuspension(desk.as('system'), task!.id, suspensions[0]!, known.facts, true);
  await write(desk.as('system'), again);
  expect(await desk.openTasks(runId)).toEqual([task]);
  expect(await desk.db.$count(tasks)).toBe(1);
  expect(await desk.db.$count(auditEvents, eq(auditEvents.verb, 'task.opened'))).toBe(1);
});
