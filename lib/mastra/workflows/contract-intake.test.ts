import type { TaskRow } from '@/db/schema';
import { eq } from 'drizzle-orm';
import { describe, expect, test } from 'vitest';
import { ledgerEntries, runs } from '@/db/schema';
import type { Json } from '@/db/schema/json';
import { drainRun } from '@/lib/work/outbox/drain-run';
import { decideTask } from '@/lib/desk/decisions/decide-task';
import { deskForTest, type Person, type TestDesk } from '@/tests/support/desk';

const request: { [key: string]: Json } = {
  counterparty: 'Nordwind Logistics',
  kind: 'purchase',
  purpose: 'They carry our parcels in the north.',
};
const parties: { [key: string]: Json } = {
  legalName: 'Nordwind Logistics GmbH',
  registrationNumber: 'HRB 12345',
  address: 'Hafenstr. 1, Kiel',
  signatory: 'Jan Petersen',
  signatoryEmail: 'jan@nordwind.example',
};
const terms: { [key: string]: Json } = {
  startsOn: '2027-01-01',
  months: 24,
  noticeMonths: 3,
  annualValue: 48_000,
  renews: false,
};

async function only(desk: TestDesk, runId: string): Promise<TaskRow> {
  const open = await desk.openTasks(runId);
  expect(open).toHaveLength(1);
  return open[0]!;
}

/** Answers the one open question, as a freshly started process would. */
async function answer(
  desk: TestDesk,
  runId: string,
  who: Person,
  outcome: string,
  resumeData: Json = {},
): Promise<void> {
  const task = await only(desk, runId);
  const engine = await desk.reopen();
  await decideTask(desk.as(who, engine), task.id, { outcome, resumeData, payloadDigest: task.payloadDigest });
  await drainRun(desk.as('system', engine), runId);
}

const runOf = async ({ db }: TestDesk, runId: string) =>
  (await db.select().from(runs).where(eq(runs.id, runId)))[0]!;

async function toApproval(desk: TestDesk): Promise<string> {
  const runId = await desk.request('contract-intake', request);
  await answer(desk, runId, 'requester', 'save', parties);
  await answer(desk, runId, 'requester', 'save', terms);
  return runId;
}

describe('contract-intake', () => {
  test('asks the requester part by part, then finance for the whole, and files it once', async () => {
    const desk = await deskForTest();
    const runId = await desk.request('contract-intake', request);
    expect(await only(desk, runId)).toMatchObject({
      stepPath: ['contract-round', 'parties'],
      title: 'Fill in the other party for Nordwind Logistics',
      candidates: ['user:usr_demo_requester'],
      outcomes: [{ id: 'save', label: 'Save and go on' }],
    });
    await answer(desk, runId, 'requester', 'save', parties);
    expect(await only(desk, runId)).toMatchObject({
      stepPath: ['contract-round', 'terms'],
      title: 'Fill in the terms for Nordwind Logistics',
    });
    await answer(desk, runId, 'requester', 'save', terms);
    const whole = await only(desk, runId);
    expect(whole).toMatchObject({
      title: 'Approve the contract with Nordwind Logistics',
      candidates: ['group:finance'],
      payload: { ...request, requestedBy: 'Ana Ruiz', parties, terms, round: 1 },
    });
    await expect(
      decideTask(desk.as('requester'), whole.id, { outcome: 'approve', payloadDigest: whole.payloadDigest }),
    ).rejects.toMatchObject({ code: 'forbidden' });
    await answer(desk, runId, 'finance', 'approve');
    expect(await runOf(desk, runId)).toMatchObject({
      status: 'success',
      result: {
        status: 'filed',
        counterparty: 'Nordwind Logistics',
        rounds: 1,
        reference: expect.stringMatching(/^CON-/),
      },
    });
    expect(await desk.db.select().from(ledgerEntries)).toMatchObject([
      { detail: { legalName: 'Nordwind Logistics GmbH', annualValue: 48_000 }, attempts: 1 },
    ]);
  });

  test('only the part that finance finds incomplete is asked again, with what was given before', async () => {
    const desk = await deskForTest();
    const runId = await toApproval(desk);
    await answer(desk, runId, 'finance', 'request_changes', {
      incomplete: ['terms'],
      note: 'Two years are too long.',
    });
    expect(await only(desk, runId)).toMatchObject({
      stepPath: ['contract-round', 'terms'],
      title: 'Correct the terms for Nordwind Logistics',
      payload: { feedback: 'Two years are too long.', months: 24, annualValue: 48_000 },
    });
    await answer(desk, runId, 'requester', 'save', { ...terms, months: 12 });
    const again = await only(desk, runId);
    expect(again).toMatchObject({
      title: 'Approve the contract with Nordwind Logistics (round 2)',
      payload: { parties, terms: { ...terms, months: 12 }, round: 2 },
    });
    await answer(desk, runId, 'finance2', 'approve');
    expect(await runOf(desk, runId)).toMatchObject({
      status: 'success',
      result: { status: 'filed', rounds: 2 },
    });
    expect(await desk.db.select().from(ledgerEntries)).toMatchObject([{ attempts: 1 }]);
  });

  test('a rejection ends it with the reason and files nothing', async () => {
    const desk = await deskForTest();
    const runId = await toApproval(desk);
    await answer(desk, runId, 'finance', 'reject', { note: 'We have a carrier there.' });
    expect(await runOf(desk, runId)).toMatchObject({
      status: 'success',
      result: { status: 'rejected', rounds: 1, reason: 'We have a carrier there.' },
    });
    expect(await desk.db.select().from(ledgerEntries)).toEqual([]);
  });

  test('answers that do not fit are refused by path: a bad address, and a wish for more that names no part', async () => {
    const desk = await deskForTest();
    const runId = await desk.request('contract-intake', request);
    await expect(
      answer(desk, runId, 'requester', 'save', { ...parties, signatoryEmail: 'jan' }),
    ).rejects.toMatchObject({ code: 'invalid', issues: [{ path: 'resumeData.signatoryEmail' }] });
    await expect(answer(desk, runId, 'finance', 'save', parties)).rejects.toMatchObject({
      code: 'not_found',
    });
    await answer(desk, runId, 'requester', 'save', parties);
    await answer(desk, runId, 'requester', 'save', terms);
    await expect(
      answer(desk, runId, 'finance', 'request_changes', { note: 'More, please.' }),
    ).rejects.toMatchObject({
      code: 'invalid',
      issues: [{ path: 'resumeData.incomplete', message: 'say which part is to be completed' }],
    });
  });
});
