import { randomBytes } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { eq } from 'drizzle-orm';
import { decodeJwt } from 'jose';
import { openDatabase, type Database } from '@/db/client';
import { demoPassword } from '@/db/demo-people';
import { tasks } from '@/db/schema';
import { idOf, linkSecret } from '@/e2e/support/links';
import { emailOf, type Person } from '@/e2e/support/people';
import { createClient, type Client } from '@/lib/api/client/create-client';
import { signIn } from '@/lib/api/client/sign-in';
import { unwrap } from '@/lib/api/client/unwrap';
import { createLinks } from '@/lib/tell/links/create-link';
import { confirmationOf } from '@/lib/tell/links/link-code';
import { AppServer, noRateLimits } from '@/scripts/support/app-server';
import { freePort } from '@/scripts/support/ports';
import { SlowLink } from '@/tests/support/slow-link';
import { startSqld } from '@/scripts/support/services/sqld';
import { ensureTestBuild } from '@/tests/support/test-build';
import { expense } from '@/tests/support/desk';
import { temporaryFolder } from '@/tests/support/temporary-folder';

const people = ['requester', 'manager', 'operator', 'admin'] as const satisfies readonly Person[];
export type Who = (typeof people)[number];

export type Waiting = { runId: string; taskId: string; payloadDigest: string };

const untilApplied = { Prefer: 'wait=10' };

/**
 * The full text of a response.
 * @throws Error when it is an error or a redirect
 */
async function textOf(answer: Response): Promise<string> {
  const text = await answer.text();
  if (answer.status >= 300) throw new Error(`${answer.url} was answered with ${answer.status}: ${text}`);
  return text;
}

/** The built app on a libSQL server over a slow link, with signed-in demo people. `db` bypasses the link. */
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
    const dir = await temporaryFolder('remote');
    const { url, authToken, stop } = await startSqld(dir);
    const link = await SlowLink.to(url);
    const env = {
      AUTH_SECRET: randomBytes(32).toString('base64url'),
      SEED_DEMO: 'true',
      LINK_SECRETS: `${linkSecret.name}:${linkSecret.secret}`,
      ...noRateLimits,
      LOG_LEVEL: 'silent',
      DATABASE_URL: link.url,
      DATABASE_AUTH_TOKEN: authToken,
    };
    const server = new AppServer({ port: await freePort(), root, env });
    await server.start();
    const signedIn = await Promise.all(
      people.map(
        async (who) =>
          [who, await signIn({ url: server.url, email: emailOf(who), password: demoPassword })] as const,
      ),
    );
    const clients = signedIn.map(([who, cookie]) => [who, createClient({ url: server.url, cookie })]);
    const db = openDatabase({ url, authToken });
    return new RemoteDesk(
      link,
      db,
      Object.fromEntries(clients) as Record<Who, Client>,
      server.url,
      Object.fromEntries(signedIn) as Record<Who, string>,
      async () => {
        db.$client.close();
        await server.stop();
        await link.stop();
        await stop();
        await rm(dir, { recursive: true, force: true });
      },
    );
  }

  /** The text of a page. */
  async page(who: Who, address: string): Promise<string> {
    return textOf(await fetch(this.url + address, { headers: { cookie: this.cookies[who] } }));
  }

  /** The approve link of a mail to the manager; opened without a session. */
  async signedLink({ taskId }: Waiting) {
    const [task] = await this.db.select().from(tasks).where(eq(tasks.id, taskId));
    const links = await createLinks(
      { db: this.db, clock: { now: () => new Date() }, secrets: [linkSecret] },
      task!,
      idOf('manager'),
    );
    const url = this.url + links.get('approve')!;
    const linkId = decodeJwt(url.split('/').at(-1)!).jti!;
    return {
      open: async () => textOf(await fetch(url, { redirect: 'manual' })),
      answer: async () =>
        textOf(
          await fetch(url, {
            method: 'POST',
            redirect: 'manual',
            headers: { 'content-type': 'application/json' },
            body: JSON.stringify({ outcome: 'approve', confirmation: confirmationOf(linkId) }),
          }),
        ),
    };
  }

  /** A client with the manager's API key, which may also decide. */
  async program(): Promise<Client> {
    const { keyId, key } = await unwrap(
      this.as.manager.POST('/api/keys', { body: { name: 'Robot', scopes: ['runs:read', 'tasks:read'] } }),
    );
    await unwrap(this.as.admin.POST('/api/keys/{keyId}/grant', { params: { path: { keyId } } }));
    return createClient({ url: this.url, key });
  }

  start(
    header = {},
    body: { workflowId: string; input: unknown } = { workflowId: 'expense-report', input: expense() },
  ) {
    return unwrap(this.as.requester.POST('/api/runs', { body, params: { header } }));
  }

  /** A request that waits with partly masked evidence. */
  masked(): Promise<Waiting> {
    return this.waiting(this.start(untilApplied, { workflowId: 'evidence', input: {} }));
  }

  approve({ taskId, payloadDigest }: Waiting, header = {}, as = this.as.manager) {
    return unwrap(
      as.POST('/api/tasks/{taskId}/decision', {
        body: { outcome: 'approve', resumeData: {}, payloadDigest },
        params: { path: { taskId }, header },
      }),
    );
  }

  /** A request that waits for a manager. */
  async waiting(request = this.start(untilApplied)): Promise<Waiting> {
    const { runId, tasks: asked } = await request;
    const { taskId, payloadDigest } = await unwrap(
      this.as.manager.GET('/api/tasks/{taskId}', { params: { path: { taskId: asked[0]!.taskId } } }),
    );
    return { runId, taskId, payloadDigest };
  }

  /** A request that a manager has approved. */
  async decided(): Promise<Waiting> {
    const task = await this.waiting();
    await this.approve(task, untilApplied);
    return task;
  }
}
