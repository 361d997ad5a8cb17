import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

const ownRoot = path.resolve(import.meta.dirname, '../..');
const withParent = new URL('exit-with-parent.mjs', import.meta.url).href;

/**
 * Every variable the app knows, set empty: the developer's shell and `.env` files must not affect a server
 * that sets its own data places.
 */
export function nothingConfigured(): Record<string, string> {
  const example = readFileSync(path.join(ownRoot, '.env.example'), 'utf8');
  return Object.fromEntries(
    [...example.matchAll(/^#? ?([A-Z][A-Z0-9_]+)=/gm)].map(([, name = '']) => [name, '']),
  );
}

/** API limits nobody reaches, for servers that get more requests than people and programs would send. */
export const noRateLimits = { API_RATE_LIMIT_READS: '1000000', API_RATE_LIMIT_WRITES: '1000000' };

export type AppServerOptions = {
  port: number;
  /** The app's configuration. Variables not named here are empty. */
  env: Record<string, string>;
  /** The folder whose build to serve, a checkout or a standalone build; default: this checkout. */
  root?: string | undefined;
  /** Run as an account that cannot write anywhere, if this process is root and can choose. */
  nobody?: boolean;
};

/** The id of that user and group on Debian and most others. */
const nobodyId = 65_534;

/** The server reported an error, died, or was not ready in time; the message ends with its last lines. */
export class ServerError extends Error {}

/** The built app in production mode, in its own process group, ending with this process. */
export class AppServer {
  readonly url: string;
  #child: ChildProcess | undefined;
  #output: string[] = [];

  constructor(private readonly options: AppServerOptions) {
    this.url = `http://localhost:${options.port}`;
    process.once('exit', () => this.#signal('SIGKILL'));
  }

  /** The server's process id; undefined while it is not running. */
  get pid(): number | undefined {
    return this.#child?.pid;
  }

  /** Everything the server has written, across restarts. */
  get output(): string {
    return this.#output.join('');
  }

  /**
   * Starts the server and resolves when `/api/ready` answers 200.
   * @throws ServerError when it exits first, or is not ready within `timeout` ms (it is then killed)
   */
  async start(timeout = 60_000): Promise<void> {
    if (this.#child) throw new ServerError('The server is running already.');
    const root = this.options.root ?? ownRoot;
    const port = String(this.options.port);
    const standalone = path.join(root, 'server.js');
    const program = existsSync(standalone)
      ? [standalone]
      : [path.join(root, 'node_modules/next/dist/bin/next'), 'start', '-p', port, '-H', 'localhost'];
    const child = spawn(process.execPath, ['--import', withParent, ...program], {
      cwd: root,
      detached: process.platform !== 'win32',
      ...(this.options.nobody && process.getuid?.() === 0 ? { uid: nobodyId, gid: nobodyId } : {}),
      env: {
        ...process.env,
        ...nothingConfigured(),
        NODE_ENV: 'production',
        NEXT_TELEMETRY_DISABLED: '1',
        PORT: port,
        HOSTNAME: 'localhost',
        APP_URL: this.url,
        CRON_SECRET: randomBytes(32).toString('base64url'),
        ...this.options.env,
      },
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    this.#child = child;
    child.once('exit', () => (this.#child = undefined));
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text: string) => this.#output.push(text));
    const deadline = Date.now() + timeout;
    while (!(await this.#ready())) {
      if (!this.#child) throw new ServerError(`The server ended before it was ready.\n${this.lastLines()}`);
      if (Date.now() > deadline) {
        await this.kill();
        throw new ServerError(`The server was not ready within ${timeout / 1000} s.\n${this.lastLines()}`);
      }
      await delay(100);
    }
  }

  lastLines(count = 30): string {
    return this.output.trimEnd().split('\n').slice(-count).join('\n');
  }

  /** Ends the server like a crash or power cut: it cannot clean up. */
  async kill(): Promise<void> {
    await this.#end('SIGKILL');
  }

  /**
   * Stops the server, and kills it if it has not stopped within `patience` ms.
   * @returns its exit code; null when it was killed
   */
  async stop(patience = 10_000): Promise<number | null> {
    const tooLong = new AbortController();
    void delay(patience, undefined, { signal: tooLong.signal }).then(
      () => this.#signal('SIGKILL'),
      () => undefined,
    );
    const code = await this.#end('SIGTERM');
    tooLong.abort();
    return code;
  }

  /** Restarts the server on the same port with the same data, whether it is running or was killed. */
  async restart(): Promise<void> {
    await this.stop();
    await this.start();
  }

  /**
   * Resolves with the exit code (null: a signal) when the server has ended; with 0 at once if it is not
   * running.
   */
  async ended(): Promise<number | null> {
    if (!this.#child) return 0;
    const [code] = await once(this.#child, 'exit');
    return typeof code === 'number' ? code : null;
  }

  async #ready(): Promise<boolean> {
    try {
      const response = await fetch(`${this.url}/api/ready`, { signal: AbortSignal.timeout(2000) });
      return response.ok;
    } catch {
      return false;
    }
  }

  async #end(signal: 'SIGTERM' | 'SIGKILL'): Promise<number | null> {
    const gone = this.ended();
    this.#signal(signal);
    return gone;
  }

  #signal(signal: 'SIGTERM' | 'SIGKILL'): void {
    const child = this.#child;
    if (!child?.pid) return;
    try {
      if (process.platform === 'win32') child.kill(signal);
      else process.kill(-child.pid, signal);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
    }
  }
}
