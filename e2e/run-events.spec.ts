import type { Api } from './support/api';
import { expect, test } from './support/fixtures';
import { expense } from './support/requests';
import { follow as followStream, verbsOf as verbs, type Frame } from './support/run-stream';
import type { DeskServer } from './support/server';

/** Follows a run as a browser does, until `enough` frames arrived or the stream ended. */
const follow = (
  desk: DeskServer,
  { cookie }: Api,
  address: string,
  headers: Record<string, string>,
  enough: (frames: Frame[]) => boolean,
): Promise<Frame[]> =>
  followStream(`${desk.url}${address}`, { cookie, ...headers }, enough, (response) => {
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toContain('text/event-stream');
    expect(response.headers.get('cache-control')).toContain('no-cache');
  });

const has = (verb: string) => (frames: Frame[]) => verbs(frames).includes(verb);
const never = () => false;

test('a reader that was cut off goes on after the last event it saw: none is lost, none comes twice; then the stream ends', async ({
  api,
  desk,
}) => {
  const [requester, manager] = [await api('requester'), await api('manager')];
  const { runId } = await requester.start('expense-report', expense(201));
  const address = `/api/runs/${runId}/events`;
  const before = await follow(desk, requester, address, {}, has('task.opened'));
  const seen = Math.max(...before.map(({ id }) => id ?? 0));

  const live = follow(desk, requester, address, { 'last-event-id': String(seen) }, never);
  expect((await manager.decide(await manager.taskOf(runId), { outcome: 'approve' })).status()).toBe(200);
  const after = await live;
  expect(verbs(after)).toEqual(expect.arrayContaining(['task.decided', 'decision.applied', 'run.finished']));
  expect(after.at(-1)).toMatchObject({ event: 'end' });

  const whole = await follow(desk, requester, address, {}, never);
  expect(whole).toEqual([...before, ...after]);
  const ids = whole.flatMap(({ id }) => id ?? []);
  expect(ids).toEqual([...new Set(ids)].toSorted((a, b) => a - b));
  const byQuery = await follow(desk, requester, `${address}?after=${seen}`, {}, never);
  expect(byQuery).toEqual(after);
  const last = await follow(desk, requester, address, { 'last-event-id': String(ids.at(-1)) }, never);
  expect(last).toEqual([{ id: null, event: 'end', data: '{}' }]);
  for (const nonsense of ['x', '-1', '1.5', '9'.repeat(30)])
    expect(await follow(desk, requester, address, { 'last-event-id': nonsense }, never)).toEqual(whole);
});

test('the requester sees events arrive while people decide; nobody learns answers from a run that is not theirs', async ({
  api,
  desk,
}) => {
  const [requester, manager, other] = [await api('requester'), await api('manager'), await api('requester2')];
  const { runId } = await requester.start('expense-report', expense(1201));
  const live = follow(
    desk,
    requester,
    `/api/runs/${runId}/events`,
    {},
    (frames) => verbs(frames).filter((verb) => verb === 'task.opened').length === 2,
  );
  expect((await manager.decide(await manager.taskOf(runId), { outcome: 'approve' })).status()).toBe(200);
  expect(verbs(await live).slice(0, 5)).toEqual([
    'run.requested',
    'run.started',
    'task.opened',
    'task.decided',
    'task.opened',
  ]);
  expect((await other.http.get(`/api/runs/${runId}/events`)).status()).toBe(404);
});
