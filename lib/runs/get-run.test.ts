import { expect, test } from 'vitest';
import { decideTask } from '@/lib/tasks/decide-task';
import { deskForTest } from '@/tests/support/desk';
import { getRun } from './get-run';

test('who is asked about one question of a run reads how another one was answered, not what was filled in', async () => {
  const desk = await deskForTest();
  const runId = await desk.request('purchase-order', { supplier: 'Acme', justification: 'We need new chairs.', lines: [{ item: 'Chair', quantity: 2, unitPrice: 99.5 }] });
  const need = (await desk.openTasks(runId)).find(({ stepPath }) => stepPath[0] === 'need-approval');
  await decideTask(desk.as('manager'), need!.id, { outcome: 'approve', resumeData: { comment: 'Fine.' }, payloadDigest: need!.payloadDigest });
  const decisionFor = async (who: 'manager' | 'finance' | 'requester') => (await getRun(desk.as(who), runId)).tasks.find(({ taskId }) => taskId === need!.id);
  expect(await decisionFor('finance')).toMatchObject({ visible: false, decision: { outcome: 'approve', resumeData: null } });
  for (const who of ['manager', 'requester'] as const) expect(await decisionFor(who)).toMatchObject({ visible: true, decision: { outcome: 'approve', resumeData: { approved: true, comment: 'Fine.' } } });
});
