import { setTimeout as delay } from 'node:timers/promises';
import { follow } from '@/e2e/support/run-stream';
import { Client, type Weather } from '@/tests/chaos/client';
import { Dice } from '@/tests/chaos/dice';
import { Traffic } from '@/tests/chaos/traffic';
import { judgeAll, type Verdict } from '@/tests/chaos/verdict';
import type { Passed } from '@/tests/support/round-robin';
import type { ProxiedFleet } from './open-fleet';

const clients = 4;
const visitors = 5;
const followers = 3;
const runsAtOnce = 16;
/** The desk's default (ms). */
const undoMs = 8000;
/** How long everything may take to finish after the last server is up. */
const endMs = 90_000;

type Load = Weather & {
  runs: number;
  decisions: number;
  pages: number;
  streams: number;
  strange: string[];
  unanswered: string[];
};

/** A visitor who opens one page after another. */
async function lookAround(
  desk: ProxiedFleet,
  cookie: string,
  load: Load,
  until: () => boolean,
): Promise<void> {
  const pages = ['/inbox', '/runs?scope=all', '/settings', '/api/health', '/api/tasks', '/icon.svg'];
  for (let turn = 0; !until(); turn += 1) {
    const page = pages[turn % pages.length]!;
    const response = await desk.send(desk.proxy.url, page, { cookie });
    const body = await response.text();
    const whole = page.startsWith('/api') ? body.endsWith('}') : /<\/(html|svg)>\s*$/.test(body);
    if (response.status !== 200 || !whole)
      load.strange.push(`${page}: ${response.status}, ${body.length} characters`);
    load.pages += 1;
  }
}

/** A browser that follows the newest run, and reconnects after its last event when a stream ends. */
async function followRuns(
  desk: ProxiedFleet,
  cookie: string,
  traffic: Traffic,
  load: Load,
  until: () => boolean,
): Promise<void> {
  while (!until()) {
    const runId = traffic.open.at(-1)?.runId;
    let [last, ended] = [0, runId === undefined];
    while (!ended && !until()) {
      const frames = await follow(
        `${desk.proxy.url}/api/runs/${runId}/events`,
        { cookie, 'last-event-id': String(last) },
        until,
        ({ status }) => {
          if (status !== 200) load.strange.push(`events of ${runId}: ${status}`);
        },
      );
      load.streams += 1;
      const ids = frames.flatMap(({ id }) => id ?? []);
      if (ids.some((id, at) => id <= (ids[at - 1] ?? last)))
        load.strange.push(`events of ${runId} after ${last}: ${ids.join(', ')}`);
      last = Math.max(last, ...ids);
      ended = frames.at(-1)?.event === 'end';
    }
    await delay(50);
  }
}

/**
 * Restarts one server after another while people start runs of every shape, answer, browse and follow runs,
 * all through the proxy with one attempt per request; then waits for everything to finish.
 */
export async function rollUnderLoad(
  desk: ProxiedFleet,
): Promise<{ passed: Passed; codes: (number | null)[]; load: Load; verdict: Verdict }> {
  const { proxy, fleet } = desk;
  const weather: Weather = { requests: 0, cutOff: 0, busy: 0 };
  const way = { urls: [proxy.url], noteWrite: () => undefined };
  const sign = (person: Parameters<typeof Client.signIn>[1]) => Client.signIn(way, person, weather);
  const traffic = new Traffic(
    {
      requester: await sign('requester'),
      approvers: { manager: await sign('manager'), manager2: await sign('manager2') },
      operator: await sign('operator'),
    },
    new Dice(7),
    runsAtOnce,
    undoMs,
  );
  const load: Load = { ...weather, runs: 0, decisions: 0, pages: 0, streams: 0, strange: [], unanswered: [] };
  const cookie = await desk.signIn(proxy.url, 'operator');
  proxy.passed.requests = 0;
  proxy.passed.refused = 0;
  proxy.passed.statuses = {};
  let [rolled, deadline] = [false, Infinity];
  const others = [
    ...Array.from({ length: visitors }, () => lookAround(desk, cookie, load, () => rolled)),
    ...Array.from({ length: followers }, () => followRuns(desk, cookie, traffic, load, () => rolled)),
  ];
  const playing = Array.from({ length: clients }, () => traffic.play(() => Date.now() > deadline));
  const codes = await fleet.roll();
  rolled = true;
  traffic.starting = false;
  deadline = Date.now() + endMs;
  await Promise.all([...others, ...playing]);
  const verdict = await judgeAll(desk.database, desk.effectLog, traffic.runs, fleet.kills);
  return {
    passed: proxy.passed,
    codes,
    load: {
      ...load,
      ...weather,
      runs: traffic.runs.length,
      decisions: traffic.decisions,
      strange: [...load.strange, ...traffic.strange],
      unanswered: traffic.unanswered,
    },
    verdict,
  };
}
