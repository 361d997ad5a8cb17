import { rm } from 'node:fs/promises';
import path from 'node:path';
import { openDatabase, type Database } from '@/db/client';
import { demoPassword } from '@/db/demo-people';
import { emailOf, type Person } from '@/e2e/support/people';
import { signIn } from '@/lib/api/client/sign-in';
import { Fleet } from '@/tests/chaos/fleet';
import { openStores } from '@/tests/support/fleet-stores';
import { RoundRobin } from '@/tests/support/round-robin';
import { ensureTestBuild } from '@/tests/support/test-build';
import { temporaryFolder } from '@/tests/support/temporary-folder';

export type Sending = {
  cookie?: string;
  method?: string;
  json?: object;
  form?: Record<string, string>;
  headers?: Record<string, string>;
};

/** Several servers on one libSQL server and one Postgres, behind a proxy whose address is the desk's. */
export class ProxiedFleet {
  private constructor(
    readonly proxy: RoundRobin,
    readonly fleet: Fleet,
    readonly database: { url: string; authToken: string | undefined },
    readonly dir: string,
    readonly db: Database,
    readonly close: () => Promise<void>,
  ) {}

  static async open(processes: number): Promise<ProxiedFleet> {
    const build = await ensureTestBuild();
    const dir = await temporaryFolder('fleet');
    const stores = await openStores('remote', dir);
    const proxy = await RoundRobin.open('/api/ready');
    const fleet = new Fleet({
      ...stores.env,
      APP_URL: proxy.url,
      EFFECT_LOG: path.join(dir, 'effects.log'),
      LOG_LEVEL: 'warn',
      SHUTDOWN_DELAY: '2s',
    });
    await fleet.open(processes, build);
    proxy.targets = fleet.urls;
    const db = openDatabase(stores.database);
    return new ProxiedFleet(proxy, fleet, stores.database, dir, db, async () => {
      proxy.close();
      db.$client.close();
      await fleet.close();
      await stores.close();
      await rm(dir, { recursive: true, force: true });
    });
  }

  get servers(): string[] {
    return this.proxy.targets;
  }

  get effectLog(): string {
    return path.join(this.dir, 'effects.log');
  }

  /**
   * Sends one request to a server or the proxy, as one of the desk's pages would. Does not follow redirects.
   */
  async send(
    server: string,
    address: string,
    { cookie, method = 'GET', json, form, headers }: Sending = {},
  ): Promise<Response> {
    const body = json ? JSON.stringify(json) : form && new URLSearchParams(form);
    return fetch(new URL(address, server), {
      method,
      redirect: 'manual',
      headers: {
        origin: this.proxy.url,
        ...(cookie ? { cookie } : {}),
        ...(json ? { 'content-type': 'application/json' } : {}),
        ...headers,
      },
      ...(body ? { body } : {}),
    });
  }

  /**
   * Signs in at one server.
   * @returns the session's cookies
   */
  signIn(server: string, person: Person): Promise<string> {
    return signIn({ url: server, origin: this.proxy.url, email: emailOf(person), password: demoPassword });
  }
}
