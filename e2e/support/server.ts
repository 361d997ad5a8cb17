import { randomBytes } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { AppServer, noRateLimits } from '@/scripts/support/app-server';
import { freePort } from '@/scripts/support/ports';
import { temporaryFolder } from '@/tests/support/temporary-folder';

export type DeskOptions = {
  /** Extra configuration. */
  env?: Record<string, string>;
  /** The folder whose build to serve; default: this checkout. */
  root?: string | undefined;
};

/**
 * The built app with demo people on a free port. Its data is in a temporary folder that survives `kill()`,
 * `stop()` and `restart()`; `dispose()` removes it.
 */
export class DeskServer extends AppServer {
  /**
   * Browsers open at it. They are closed first, because a page still loading something would report an error.
   */
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
        // Decisions on pages are applied at once; the undo spec has its own desk.
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
