import { randomBytes } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { AppServer, noRateLimits } from '@/scripts/support/app-server';
import { freePort } from '@/scripts/support/ports';
import { temporaryFolder } from '@/tests/support/temporary-folder';

export type DeskOptions = {
  /** Adds to its configuration. */
  env?: Record<string, string>;
  /** The folder whose build is served; this checkout's own unless given. */
  root?: string | undefined;
};

/**
 * The built app with demo people on a free port, and data of its own in a temporary folder that outlives
 * `kill()`, `stop()` and `restart()`, and is removed by `dispose()`.
 */
export class DeskServer extends AppServer {
  /** Browsers that are open at it. They are closed before it goes: a page that still loads something would complain. */
  readonly visitors = new Set<{ close(): Promise<unknown> }>();

  private constructor(
    port: number,
    /** Where its databases are. */
    readonly dataDir: string,
    { env, root }: DeskOptions,
  ) {
    super({
      port,
      root,
      env: {
        AUTH_SECRET: randomBytes(32).toString('base64url'),
        SEED_DEMO: 'true',
        ...noRateLimits,
        // What is decided on a page is applied at once; the spec of undo has a desk of its own.
        UNDO_WINDOW: '0',
        METRICS_TOKEN: 'metrics-of-a-test-desk',
        LINK_SECRETS: 'test:a-secret-that-signs-links-of-test-desks',
        ...env,
        DATA_DIR: dataDir,
      },
    });
  }

  /** Starts one and resolves when it is ready. */
  static async open(options: DeskOptions = {}): Promise<DeskServer> {
    const dataDir = await temporaryFolder('e2e');
    const desk = new DeskServer(await freePort(), dataDir, options);
    try {
      await desk.start();
      return desk;
    } catch (error) {
      await desk.dispose();
      throw error;
    }
  }

  /** Closes its browsers, kills the server and removes its data. */
  async dispose(): Promise<void> {
    await Promise.all([...this.visitors].map((visitor) => visitor.close()));
    await this.kill();
    await rm(this.dataDir, { recursive: true, force: true });
  }
}
