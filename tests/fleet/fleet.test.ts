import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { and, eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ledgerEntries, runLeases, tasks } from '@/db/schema';
import { expense } from '@/e2e/support/requests';
import { follow, verbsOf, type Frame } from '@/e2e/support/run-stream';
import { acquireLease } from '@/lib/desk/runs/lease';
import type { RunDetail } from '@/lib/desk/runs/types';
import { nothingConfigured } from '@/scripts/support/app-server';
import { ProxiedFleet } from './open-fleet';
import { rollUnderLoad } from './roll-under-load';

const root = path.resolve(import.meta.dirname, '../..');
const rows: Record<string, string>[] = [];

afterAll(() => {
  const names = Object.keys(rows[0] ?? {});
  const widths = rows.map((row) => Math.max(...Object.values(row).map((value) => value.length)));
  const lines = names.map(
    (name) =>
      `  ${name.padEnd(42)}${rows.map((row, at) => (row[name] ?? '').padStart(widths[at]! + 3)).join('')}`,
  );
  process.stdout.write(
    `\nMany servers behind a proxy, on a libSQL server and Postgres\n${lines.join('\n')}\n\n`,
  );
});

/** The build id in a page, by which a browser notices a newer build. */
const buildOf = (html: string) => /\\"b\\":\\"([^\\]+)\\"/.exec(html)?.[1];

/** How many servers: `FLEET=2,4 npm run test:fleet`. */
const sizes = (process.env.FLEET ?? '2').split(',').map(Number);

describe.each(sizes)('%i servers behind a proxy', (processes) => {
  const counted: Record<string, string> = { servers: String(processes) };
  let desk: ProxiedFleet;
  let close = () => Promise.resolve();
  let people: { requester: string; manager: string; manager2: string };
  let servers: string[];
  /** Each server paired with the next one. */
  const pairs = () => servers.map((one, at) => [one, servers[(at + 1) % servers.length]!] as const);

  beforeAll(async () => {
    desk = await ProxiedFleet.open(processes);
    close = desk.close;
    servers = desk.servers;
    const [one = '', two = ''] = servers;
    people = {
      requester: await desk.signIn(one, 'requester'),
      manager: await desk.signIn(two, 'manager'),
      manager2: await desk.signIn(one, 'manager2'),
    };
  });

  afterAll(async () => {
    rows.push(counted);
    await close();
  });

  async function start(server: string, amount: number): Promise<RunDetail> {
    const response = await desk.send(server, '/api/runs', {
      cookie: people.requester,
      method: 'POST',
      json: { workflowId: 'expense-report', input: expense(amount) },
      headers: { prefer: 'wait=10' },
    });
    expect(response.status).toBe(201);
    return (await response.json()) as RunDetail;
  }

  /** The one open question of a run. */
  async function taskOf(runId: string) {
    const [task] = await desk.db
      .select()
      .from(tasks)
      .where(and(eq(tasks.runId, runId), eq(tasks.state, 'open')));
    return task!;
  }

  const decide = (server: string, cookie: string, task: { id: string; payloadDigest: string }, wait = 10) =>
    desk.send(server, `/api/tasks/${task.id}/decision`, {
      cookie,
      method: 'POST',
      json: { outcome: 'approve', payloadDigest: task.payloadDigest },
      headers: wait ? { prefer: `wait=${wait}` } : {},
    });

  const statusOf = async (server: string, runId: string) =>
    (
      (await (
        await desk.send(server, `/api/runs/${runId}`, { cookie: people.requester })
      ).json()) as RunDetail
    ).status;

  const effectsOf = async (runId: string) =>
    (await desk.db.select().from(ledgerEntries).where(eq(ledgerEntries.runId, runId))).map(
      ({ action, attempts }) => `${action} ×${attempts}`,
    );

  test('a session works at every server, and signing out at one ends it at all', async () => {
    for (const [one, other] of pairs()) {
      const cookie = await desk.signIn(one, 'finance');
      for (const server of servers)
        for (const page of ['/api/tasks', '/inbox', '/runs'])
          expect((await desk.send(server, page, { cookie })).status).toBe(200);
      expect(
        (await desk.send(other, '/api/auth/sign-out', { cookie, method: 'POST', json: {} })).status,
      ).toBe(200);
      for (const server of servers)
        expect((await desk.send(server, '/api/tasks', { cookie })).status).toBe(401);
    }
    const visitor = await desk.send(desk.proxy.url, '/runs');
    expect(visitor.status).toBe(307);
    expect(new URL(visitor.headers.get('location') ?? '', desk.proxy.url).href).toBe(
      `${desk.proxy.url}/sign-in?next=%2Fruns`,
    );
    counted['sessions known to all'] = `${processes} of ${processes}`;
  });

  test('a page from one server gets its scripts, styles and navigation from any other', async () => {
    let assets = 0;
    for (const [one, other] of pairs()) {
      const html = await (await desk.send(one, '/inbox', { cookie: people.manager })).text();
      const addresses = [
        ...new Set(
          [...html.matchAll(/(?:src|href)="(\/_next\/static\/[^"]+)"/g)].map(([, address = '']) =>
            address.replaceAll('&amp;', '&'),
          ),
        ),
      ];
      expect(addresses.length).toBeGreaterThan(5);
      for (const address of addresses) {
        const [mine, theirs] = await Promise.all(
          [one, other].map(async (server) => desk.send(server, address)),
        );
        expect(theirs!.status).toBe(200);
        expect(await theirs!.text()).toBe(await mine!.text());
      }
      assets += addresses.length;
      expect(buildOf(html)).toBeDefined();
      expect(buildOf(await (await desk.send(other, '/inbox', { cookie: people.manager })).text())).toBe(
        buildOf(html),
      );
      // Next marks navigation reads in the URL as well, and redirects to it.
      const navigation = { cookie: people.manager, headers: { rsc: '1' } };
      const marked = (await desk.send(one, '/runs', navigation)).headers.get('location') ?? '';
      expect(marked).toMatch(/^\/runs\?_rsc/);
      const answer = await desk.send(other, marked, navigation);
      expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'text/x-component']);
    }
    counted['assets found at another server'] = String(assets);
  });

  test('a form refused by one server is shown again by another, with what was typed', async () => {
    for (const [at, [one, other]] of pairs().entries()) {
      const { runId } = await start(one, 300 + at);
      const task = await taskOf(runId);
      const refused = await desk.send(one, `/api/tasks/${task.id}/decision`, {
        cookie: people.manager,
        method: 'POST',
        form: { outcome: 'approve', payloadDigest: task.payloadDigest, comment: 'x'.repeat(5000) },
      });
      expect(refused.status).toBe(303);
      const back = refused.headers.get('location') ?? '';
      expect(back).toContain(`/tasks/${task.id}?problem=invalid&post=`);
      expect(await (await desk.send(other, back, { cookie: people.manager })).text()).toContain(
        'x'.repeat(5000),
      );
      const accepted = await desk.send(other, `/api/tasks/${task.id}/decision`, {
        cookie: people.manager,
        method: 'POST',
        form: { outcome: 'reject', payloadDigest: task.payloadDigest, comment: 'Take the bus.' },
      });
      expect([accepted.status, accepted.headers.get('location')]).toEqual([303, `/tasks/${task.id}?done=1`]);
      expect(await statusOf(one, runId)).toBe('success');
    }
    counted['forms refused here, mended there'] = String(processes);
  });

  test('a follower of a run at one server sees changes made at others, and continues at another without loss', async () => {
    const seen = await Promise.all(
      pairs().map(async ([one, other], at) => {
        const { runId } = await start(one, 400 + at);
        const followed = (
          server: string,
          headers: Record<string, string>,
          enough: (frames: Frame[]) => boolean,
        ) =>
          follow(
            `${server}/api/runs/${runId}/events`,
            { cookie: people.requester, ...headers },
            enough,
            (response) => expect(response.status).toBe(200),
          );
        const before = await followed(one, {}, (frames) => verbsOf(frames).includes('task.opened'));
        const after = followed(other, { 'last-event-id': String(before.at(-1)?.id) }, () => false);
        const there = followed(one, {}, () => false);
        expect(
          (await decide(servers[(at + 2) % processes]!, people.manager, await taskOf(runId))).status,
        ).toBe(200);
        const whole = await there;
        expect([...before, ...(await after)]).toEqual(whole);
        expect(verbsOf(whole)).toEqual(
          expect.arrayContaining([
            'run.requested',
            'task.opened',
            'task.decided',
            'decision.applied',
            'run.finished',
          ]),
        );
        expect(whole.at(-1)?.event).toBe('end');
        return whole.length;
      }),
    );
    counted['events followed across servers'] = String(seen.reduce((sum, count) => sum + count, 0));
  });

  test('of answers at all servers at once, one counts; repeating it at any server is the same success', async () => {
    let [winners, conflicts] = [0, 0];
    for (let race = 0; race < 5; race += 1) {
      const { runId } = await start(servers[race % processes]!, 500 + race);
      const task = await taskOf(runId);
      const sent = servers.map((server, at) => ({ who: at % 2 ? people.manager2 : people.manager, server }));
      const statuses = await Promise.all(
        sent.map(async ({ who, server }) => ({ who, status: (await decide(server, who, task)).status })),
      );
      const won = new Set(statuses.flatMap(({ who, status }) => (status === 200 ? [who] : [])));
      expect(won.size).toBe(1);
      for (const { who, status } of statuses) expect(status).toBe(won.has(who) ? 200 : 409);
      for (const server of servers) expect((await decide(server, [...won][0]!, task)).status).toBe(200);
      for (const server of servers) expect(await statusOf(server, runId)).toBe('success');
      expect(await effectsOf(runId)).toEqual(['payment ×1']);
      winners += won.size;
      conflicts += statuses.filter(({ status }) => status === 409).length;
    }
    counted['races: winners, refused answers'] = `${winners}, ${conflicts}`;
  });

  test('the sweep of another server does what one server recorded but could not do', async () => {
    for (const [at, [one, other]] of pairs().entries()) {
      const { runId } = await start(one, 600 + at);
      // A process that then dies holds the run.
      await expect.poll(() => acquireLease(desk.db, runId)).not.toBeNull();
      expect((await decide(one, people.manager, await taskOf(runId), 0)).status).toBe(202);
      expect(await effectsOf(runId)).toEqual([]);
      await desk.db.update(runLeases).set({ expiresAt: 0 }).where(eq(runLeases.runId, runId));
      const swept = await desk.send(other, '/api/cron/recover', {
        method: 'POST',
        headers: { authorization: `Bearer ${desk.fleet.env.CRON_SECRET}` },
      });
      expect(swept.status).toBe(200);
      expect(await swept.json()).toMatchObject({ failed: 0 });
      await expect.poll(() => statusOf(one, runId)).toBe('success');
      expect(await effectsOf(runId)).toEqual(['payment ×1']);
    }
    counted['debts paid by the sweep of another server'] = String(processes);
  });

  test('in a rolling restart under load, only refused connections fail, and are retried; nothing is lost or doubled', async () => {
    const { passed, codes, load, verdict } = await rollUnderLoad(desk);
    const { requests, statuses, refused, broken } = passed;
    counted['rolling restart: requests'] = String(requests);
    counted['  connections tried elsewhere'] = String(refused);
    counted['  answers by status'] = Object.entries(statuses)
      .map(([status, count]) => `${status}: ${count}`)
      .join(', ');
    counted['  runs, answers, pages, streams'] = [load.runs, load.decisions, load.pages, load.streams].join(
      ', ',
    );
    counted['  lost, doubled, misapplied, unfinished'] = [
      verdict.lost,
      verdict.doubled,
      verdict.misapplied,
      verdict.unfinished,
    ].join(', ');
    expect(broken).toEqual([]);
    expect(Object.keys(statuses).filter((status) => !['200', '201', '202', '409'].includes(status))).toEqual(
      [],
    );
    expect(load).toMatchObject({ strange: [], unanswered: [], cutOff: 0, busy: 0 });
    expect(codes).toEqual(servers.map(() => 0));
    expect(load.runs).toBeGreaterThan(10);
    expect(verdict).toMatchObject({
      faults: [],
      lost: 0,
      doubled: 0,
      misapplied: 0,
      unfinished: 0,
      repeated: 0,
    });
  });

  test('in the end the audit log verifies, no server logged an error, and none wrote to its disk', async () => {
    const env = { ...process.env, ...nothingConfigured(), ...desk.fleet.env };
    const [code] = await once(
      spawn('npm', ['run', '-s', 'audit:verify'], { cwd: root, stdio: 'ignore', env }),
      'exit',
    );
    expect(code).toBe(0);
    expect(desk.fleet.output.split('\n').filter((line) => line.includes('"level":"error"'))).toEqual([]);
    // A demo desk writes its mails to files; nothing else may be there.
    const kept = path.join(desk.dir, 'untouched');
    expect(existsSync(kept) ? readdirSync(kept).filter((name) => name !== 'mail') : []).toEqual([]);
    counted['audit'] = 'verified';
  });
});
