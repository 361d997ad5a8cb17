import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { openDatabase, type Database } from '@/db/client';
import { demoPassword } from '@/db/demo-people';
import { emailOf, type Person } from '@/e2e/support/people';
import { createClient, type Client } from '@/lib/client/create-client';
import { signIn } from '@/lib/client/sign-in';
import { unwrap } from '@/lib/client/unwrap';
import { AppServer, noRateLimits } from '@/scripts/support/app-server';
import { freePort } from '@/scripts/support/ports';
import { SlowLink } from '@/scripts/support/services/slow-link';
import { startSqld } from '@/scripts/support/services/sqld';
import { ensureTestBuild } from '@/scripts/support/test-build';
import { expense } from '@/tests/support/desk';

const people = ['requester', 'manager', 'operator', 'admin'] as const satisfies readonly Person[];
export type Who = (typeof people)[number];

export type Waiting = { runId: string; taskId: string; payloadDigest: string };

const untilApplied = { Prefer: 'wait=10' };

/** The built app on a libSQL server, with a slow link between them, and demo people who are signed in. `db` is beside the link. */
export class RemoteDesk {
  private constructor(
    readonly link: SlowLink,
    readonly db: Database,
    readonly as: Record<Who, Client>,
    private readonly url: string,
    private readonly cookies: Record<Who, string>,
    readonly close: () => Promise<void>,
  ) {}

  static async open(): Promise<RemoteDesk> {
    const root = await ensureTestBuild();
    const dir = await mkdtemp(path.join(os.tmpdir(), 'countersign-remote-'));
    const { url, authToken, stop } = await startSqld(dir);
    const link = await SlowLink.to(url);
    const env = { AUTH_SECRET: randomBytes(32).toString('base64url'), SEED_DEMO: 'true', ...noRateLimits, LOG_LEVEL: 'silent', DATABASE_URL: link.url, DATABASE_AUTH_TOKEN: authToken };
    const server = new AppServer({ port: await freePort(), root, env });
    await server.start();
    const signedIn = await Promise.all(people.map(async (who) => [who, await signIn({ url: server.url, email: emailOf(who), password: demoPassword })] as const));
    const clients = signedIn.map(([who, cookie]) => [who, createClient({ url: server.url, cookie })]);
    const db = openDatabase({ url, authToken });
    return new RemoteDesk(link, db, Object.fromEntries(clients) as Record<Who, Client>, server.url, Object.fromEntries(signedIn) as Record<Who, string>, async () => {
      db.$client.close();
      await server.stop();
      await link.stop();
      await stop();
      await rm(dir, { recursive: true, force: true });
    });
  }

  /** The text of a page. */
  async page(who: Who, address: string): Promise<string> {
    const answer = await fetch(this.url + address, { headers: { cookie: this.cookies[who] } });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${address} was answered with ${answer.status}: ${text}`);
    return text;
  }

  start(header = {}) {
    return unwrap(this.as.requester.POST('/api/runs', { body: { workflowId: 'expense-report', input: expense() }, params: { header } }));
  }

  approve({ taskId, payloadDigest }: Waiting, header = {}) {
    return unwrap(this.as.manager.POST('/api/tasks/{taskId}/decision', { body: { outcome: 'approve', resumeData: {}, payloadDigest }, params: { path: { taskId }, header } }));
  }

  /** A request that waits for a manager. */
  async waiting(): Promise<Waiting> {
    const { runId, tasks } = await this.start(untilApplied);
    const { taskId, payloadDigest } = await unwrap(this.as.manager.GET('/api/tasks/{taskId}', { params: { path: { taskId: tasks[0]!.taskId } } }));
    return { runId, taskId, payloadDigest };
  }

  /** One that a manager has approved. */
  async decided(): Promise<Waiting> {
    const task = await this.waiting();
    await this.approve(task, untilApplied);
    return task;
  }
}
