import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Client } from '@/lib/api/client/create-client';
import { unwrap } from '@/lib/api/client/unwrap';
import { inSequence } from '@/tests/support/slow-link';
import { RemoteDesk, type Waiting, type Who } from './remote-desk';

/** Longer than rendering a page takes, so that reads sent together overlap even on a busy machine. */
const slowMs = 150;
/** A sweep may interfere, so one of several measurements has to be without one. */
const looks = 3;
/** How often each is timed for the table in docs/deploy.md: `ROUND_TRIP_TIMES=15`. Times vary, so no test needs them. */
const timedLooks = Number(process.env['ROUND_TRIP_TIMES'] ?? 0);

let desk: RemoteDesk;
const table: string[][] = [['', 'who', 'in sequence', 'requests', 'at 0 ms', 'at 40 ms']];

beforeAll(async () => {
  desk = await RemoteDesk.open();
}, 1_200_000);

afterAll(async () => {
  await desk?.close();
  const widths = table[0]!.map((_, column) => Math.max(...table.map((row) => row[column]!.length)));
  console.log(
    `Round trips to a remote app database before the answer\n${table.map((row) => row.map((cell, column) => cell.padEnd(widths[column]!)).join('  ')).join('\n')}`,
  );
});

type Act = () => Promise<unknown>;

/** Round trips finished before the response. Work after the response does not count. */
async function look(act: Act): Promise<{ deep: number; requests: number }> {
  const { link } = desk;
  await link.quiet();
  link.delayMs = slowMs;
  const before = link.trips.length;
  await act();
  const trips = link.trips.slice(before);
  link.delayMs = 0;
  return { deep: inSequence(trips), requests: trips.length };
}

/** The median latency, with this delay added to each round trip. */
async function latency(delayMs: number, acts: Act[]): Promise<string> {
  const { link } = desk;
  const took: number[] = [];
  for (const act of acts) {
    await link.quiet();
    link.delayMs = delayMs;
    const began = performance.now();
    await act();
    took.push(performance.now() - began);
    link.delayMs = 0;
  }
  return `${Math.round(took.toSorted((a, b) => a - b)[Math.floor(took.length / 2)]!)} ms`;
}

/** What to request, as whom, and the most sequential round trips allowed; `timed`: measure latency, too. */
type Case<Subject, By = Who> = { name: string; who: By; subject: Subject; atMost: number; timed?: boolean };

/** Adds a line to the table, and returns how many round trips were sequential. `prepare` sets up one-off work. */
async function measured(
  { name, who, timed, atMost }: Case<unknown, string>,
  prepare: () => Promise<Act>,
): Promise<number> {
  await (
    await prepare()
  )();
  let seen = await look(await prepare());
  for (let count = 1; count < looks && seen.deep > atMost; count += 1) seen = await look(await prepare());
  const times = [];
  for (const delayMs of timed && timedLooks > 0 ? [0, 40] : [])
    times.push(await latency(delayMs, await Promise.all(Array.from({ length: timedLooks }, prepare))));
  const { deep, requests } = seen;
  table.push([name, who, String(deep), String(requests), times[0] ?? '', times[1] ?? '']);
  return deep;
}

describe('pages', () => {
  let open: Waiting;
  let done: Waiting;

  beforeAll(async () => {
    [open, done] = [await desk.waiting(), await desk.decided()];
  });

  const cases: Case<() => string>[] = [
    { name: 'inbox', who: 'manager', subject: () => '/inbox', atMost: 2, timed: true },
    { name: 'inbox, a task chosen', who: 'manager', subject: () => `/inbox?task=${open.taskId}`, atMost: 2 },
    { name: 'inbox, decided', who: 'manager', subject: () => '/inbox?view=decided', atMost: 2 },
    { name: 'inbox, searched', who: 'operator', subject: () => '/inbox?view=all&q=Train', atMost: 2 },
    { name: 'task', who: 'manager', subject: () => `/tasks/${open.taskId}`, atMost: 2 },
    { name: 'task, decided', who: 'manager', subject: () => `/tasks/${done.taskId}`, atMost: 2 },
    { name: 'requests', who: 'requester', subject: () => '/runs', atMost: 2 },
    { name: 'requests, of all', who: 'operator', subject: () => '/runs?scope=all', atMost: 2 },
    { name: 'request', who: 'requester', subject: () => `/runs/${open.runId}`, atMost: 2 },
    { name: 'request', who: 'operator', subject: () => `/runs/${done.runId}`, atMost: 2 },
    { name: 'snapshot', who: 'operator', subject: () => `/runs/${done.runId}/snapshot`, atMost: 4 },
    { name: 'new request', who: 'requester', subject: () => '/new', atMost: 2 },
    { name: 'form of a new request', who: 'requester', subject: () => '/new/expense-report', atMost: 2 },
    { name: 'operations', who: 'operator', subject: () => '/operations', atMost: 2 },
    { name: 'audit', who: 'operator', subject: () => '/audit', atMost: 2 },
    {
      name: 'audit, of one person',
      who: 'operator',
      subject: () => '/audit?person=manager@demo.test',
      atMost: 3,
    },
    { name: 'settings', who: 'admin', subject: () => '/settings', atMost: 2 },
    { name: 'settings, keys', who: 'admin', subject: () => '/settings/keys', atMost: 2 },
    { name: 'settings, webhooks', who: 'admin', subject: () => '/settings/webhooks', atMost: 2 },
  ];

  test.each(cases)('$name, for the $who: at most $atMost', async (one) => {
    expect(
      await measured(one, () => Promise.resolve(() => desk.page(one.who, one.subject()))),
    ).toBeLessThanOrEqual(one.atMost);
  });
});

describe('verbs', () => {
  // Each acts on its own subject, prepared before.
  const cases: Case<() => Promise<Act>>[] = [
    {
      name: 'decision',
      who: 'manager',
      subject: () => desk.waiting().then((task) => () => desk.approve(task)),
      atMost: 3,
      timed: true,
    },
    {
      name: 'decision, sent again',
      who: 'manager',
      subject: () => desk.decided().then((task) => () => desk.approve(task)),
      atMost: 3,
    },
    {
      name: 'taking an answer back',
      who: 'manager',
      subject: () =>
        desk.decided().then(
          ({ taskId }) =>
            () =>
              unwrap(
                desk.as.manager.POST('/api/tasks/{taskId}/revision', {
                  params: { path: { taskId } },
                  body: { reason: 'It was for another one.' },
                }),
              ),
        ),
      atMost: 4,
    },
    {
      name: 'asking others',
      who: 'operator',
      subject: () =>
        desk.waiting().then(
          ({ taskId }) =>
            () =>
              unwrap(
                desk.as.operator.POST('/api/tasks/{taskId}/reassign', {
                  params: { path: { taskId } },
                  body: { to: ['group:finance'], reason: 'They know more.' },
                }),
              ),
        ),
      atMost: 6,
    },
    { name: 'request', who: 'requester', subject: () => Promise.resolve(() => desk.start()), atMost: 3 },
    {
      name: 'signal that is kept',
      who: 'operator',
      subject: () =>
        Promise.resolve(() =>
          unwrap(
            desk.as.operator.POST('/api/signals/{name}', {
              params: { path: { name: 'paid' } },
              body: { key: 'order-1' },
            }),
          ),
        ),
      atMost: 7,
    },
    {
      name: 'cancelling a request',
      who: 'requester',
      subject: () =>
        desk.waiting().then(
          ({ runId }) =>
            () =>
              unwrap(
                desk.as.requester.POST('/api/runs/{runId}/cancel', { params: { path: { runId } }, body: {} }),
              ),
        ),
      atMost: 4,
    },
    {
      name: 'showing a masked part',
      who: 'manager',
      subject: () =>
        desk.masked().then(
          ({ taskId }) =>
            () =>
              unwrap(
                desk.as.manager.POST('/api/tasks/{taskId}/reveal', {
                  params: { path: { taskId } },
                  body: { path: 'change.after.account.iban' },
                }),
              ),
        ),
      atMost: 3,
    },
    {
      name: 'making a key',
      who: 'manager',
      subject: () =>
        Promise.resolve(() =>
          unwrap(desk.as.manager.POST('/api/keys', { body: { name: 'Robot', scopes: ['runs:read'] } })),
        ),
      atMost: 2,
    },
  ];

  test.each(cases)('$name, by the $who: at most $atMost', async (one) =>
    expect(await measured(one, one.subject)).toBeLessThanOrEqual(one.atMost),
  );
});

describe('without a session', () => {
  const cases: Case<() => Promise<Act>, 'nobody' | 'program'>[] = [
    {
      name: 'signed link',
      who: 'nobody',
      subject: () =>
        desk
          .waiting()
          .then((task) => desk.signedLink(task))
          .then(({ open }) => open),
      atMost: 2,
      timed: true,
    },
    {
      name: 'its answer',
      who: 'nobody',
      subject: () =>
        desk
          .waiting()
          .then((task) => desk.signedLink(task))
          .then(({ answer }) => answer),
      atMost: 3,
      timed: true,
    },
    {
      name: 'requests',
      who: 'program',
      subject: () => Promise.resolve(() => unwrap(program.GET('/api/runs'))),
      atMost: 2,
    },
    {
      name: 'inbox',
      who: 'program',
      subject: () => Promise.resolve(() => unwrap(program.GET('/api/tasks'))),
      atMost: 2,
    },
    {
      name: 'decision',
      who: 'program',
      subject: () => desk.waiting().then((task) => () => desk.approve(task, {}, program)),
      atMost: 3,
    },
  ];

  let program: Client;

  beforeAll(async () => {
    program = await desk.program();
  });

  test.each(cases)('$name, by the $who: at most $atMost', async (one) =>
    expect(await measured(one, one.subject)).toBeLessThanOrEqual(one.atMost),
  );
});
