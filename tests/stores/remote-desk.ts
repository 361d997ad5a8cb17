import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { z } from 'zod';
import { openDatabase, type Database } from '@/db/client';
import { Person, type DemoKey } from '@/scripts/demo/person';
import { AppServer, noRateLimits } from '@/scripts/support/app-server';
import { freePort } from '@/scripts/support/ports';
import { SlowLink } from '@/scripts/support/services/slow-link';
import { startSqld } from '@/scripts/support/services/sqld';
import { ensureTestBuild } from '@/scripts/support/test-build';
import { expense } from '@/tests/support/desk';

const people = ['requester', 'manager', 'operator', 'admin'] as const satisfies readonly DemoKey[];
export type Who = (typeof people)[number];

const started = z.object({ runId: z.string(), tasks: z.array(z.object({ taskId: z.string() })) });
const asked = z.object({ taskId: z.string(), payloadDigest: z.string() });
export type Waiting = { runId: string; taskId: string; payloadDigest: string };

export const answerTo = ({ payloadDigest }: Waiting) => ({ outcome: 'approve', resumeData: {}, payloadDigest });
export const decisionOf = ({ taskId }: Waiting): string => `/api/tasks/${taskId}/decision`;

/** The built app on a libSQL server, with a slow link between them, and demo people who are signed in. `db` is beside the link. */
export class RemoteDesk {
  private constructor(
    readonly link: SlowLink,
    readonly db: Database,
    readonly as: Record<Who, Person>,
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
    const signedIn = await Promise.all(people.map(async (who) => [who, await Person.signIn(server.url, who)]));
    const db = openDatabase({ url, authToken });
    return new RemoteDesk(link, db, Object.fromEntries(signedIn) as Record<Who, Person>, async () => {
      db.$client.close();
      await server.stop();
      await link.stop();
      await stop();
      await rm(dir, { recursive: true, force: true });
    });
  }

  /** The text of a page. */
  async page(who: Who, address: string): Promise<string> {
    const answer = await this.as[who].send('GET', address);
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${address} was answered with ${answer.status}: ${text}`);
    return text;
  }

  async post(who: Who, address: string, body: object): Promise<void> {
    const answer = await this.as[who].send('POST', address, { body });
    if (!answer.ok) throw new Error(`${address} was answered with ${answer.status}: ${await answer.text()}`);
    await answer.arrayBuffer();
  }

  /** A request that waits for a manager. */
  async waiting(): Promise<Waiting> {
    const { runId, tasks } = await this.as.requester.post('/api/runs', { workflowId: 'expense-report', input: expense() }, started);
    return { runId, ...(await this.as.manager.get(`/api/tasks/${tasks[0]!.taskId}`, asked)) };
  }

  /** One that a manager has approved. */
  async decided(): Promise<Waiting> {
    const task = await this.waiting();
    await this.as.manager.post(decisionOf(task), answerTo(task), z.unknown());
    return task;
  }
}
