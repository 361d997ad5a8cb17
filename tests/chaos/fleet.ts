import { randomBytes } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { AppServer, noRateLimits, ServerError } from '@/scripts/support/app-server';
import { freePort } from '@/scripts/support/ports';
import type { Dice } from './dice';

/** A process that was killed, and when (epoch milliseconds, just after the signal was sent). */
export type Kill = { pid: number; at: number };

/** How long a server that nobody asks is left alive (ms). */
const idleMs = 30_000;

/** As our docs ask of orchestrators: more than `SHUTDOWN_GRACE` plus 10 s. */
const rollPatienceMs = 35_000;

/** Server processes on the same stores, killed and restarted. */
export class Fleet {
  readonly kills: Kill[] = [];
  readonly env: Record<string, string>;
  #servers: AppServer[] = [];
  #ready = new Set<AppServer>();
  /** Called when a write is about to be sent to this server. */
  #sent = new Map<string, () => void>();
  /** Called when this server answered a request. */
  #answered = new Map<string, () => void>();

  /** `env`: where the stores are, and any other settings for all servers. */
  constructor(env: Record<string, string>) {
    this.env = {
      AUTH_SECRET: randomBytes(32).toString('base64url'),
      CRON_SECRET: randomBytes(32).toString('base64url'),
      SEED_DEMO: 'true',
      ...noRateLimits,
      ...env,
    };
  }

  async open(processes: number, root: string): Promise<void> {
    for (let count = 0; count < processes; count += 1) {
      const server = new AppServer({ port: await freePort(), root, env: this.env });
      this.#servers.push(server);
      await server.start(120_000);
      this.#ready.add(server);
    }
  }

  /** Addresses of the servers that are up. */
  get urls(): string[] {
    return [...this.#ready].map(({ url }) => url);
  }

  get output(): string {
    return this.#servers.map((server) => `== ${server.url}\n${server.output}`).join('\n');
  }

  /** A client reports that it is sending a write to this server. */
  noteWrite(url: string): void {
    this.#sent.get(url)?.();
  }

  /** A client reports that this server answered it. */
  noteAnswer(url: string): void {
    this.#answered.get(url)?.();
  }

  /** Resolves at the next write to this server, or after a second without one. */
  #nextWrite(url: string): Promise<void> {
    const sent = new Promise<void>((resolve) => this.#sent.set(url, resolve));
    return Promise.race([sent, delay(1000, undefined, { ref: false })]).finally(() => this.#sent.delete(url));
  }

  /** Resolves when this server has answered so many more requests, or nobody has asked it for a while. */
  #served(url: string, count: number): Promise<void> {
    if (count === 0) return Promise.resolve();
    let left = count;
    const served = new Promise<void>((resolve) =>
      this.#answered.set(url, () => {
        left -= 1;
        if (left === 0) resolve();
      }),
    );
    return Promise.race([served, delay(idleMs, undefined, { ref: false })]).finally(() =>
      this.#answered.delete(url),
    );
  }

  /**
   * Kills one server after it came up: at any moment, or within milliseconds of a write sent to it. Also
   * waits for some answers, since on a busy machine it would be killed again and again before it answers
   * anybody. Resolves when it is up again.
   */
  async #strike(server: AppServer, dice: Dice): Promise<void> {
    const aimed = dice.chance(0.6);
    const [calm, late] = [dice.between(0, 1500), dice.between(0, 80)];
    await Promise.all([delay(calm), this.#served(server.url, dice.between(0, 12))]);
    if (aimed) await this.#nextWrite(server.url);
    await delay(aimed ? late : 0);
    const { pid } = server;
    if (pid === undefined) throw new ServerError(`A server ended by itself.\n${server.lastLines()}`);
    this.#ready.delete(server);
    await server.kill();
    this.kills.push({ pid, at: Date.now() });
    await server.start(120_000);
    this.#ready.add(server);
  }

  /** Kills and restarts servers, each on its own schedule, until enough kills or the deadline. */
  async torment(kills: number, deadline: number, dice: Dice, say: (line: string) => void): Promise<void> {
    let left = kills;
    await Promise.all(
      this.#servers.map(async (server) => {
        while (left > 0 && Date.now() < deadline) {
          left -= 1;
          await this.#strike(server, dice);
          if (this.kills.length % 10 === 0) say(`${this.kills.length} kills`);
        }
      }),
    );
  }

  /**
   * A rolling restart: stops each server and waits until it is up again.
   * @returns their exit codes
   */
  async roll(): Promise<(number | null)[]> {
    const codes: (number | null)[] = [];
    for (const server of this.#servers) {
      this.#ready.delete(server);
      codes.push(await server.stop(rollPatienceMs));
      await server.start(120_000);
      this.#ready.add(server);
    }
    return codes;
  }

  /** Stops every server. */
  async close(): Promise<void> {
    await Promise.all(this.#servers.map((server) => server.stop()));
  }
}
