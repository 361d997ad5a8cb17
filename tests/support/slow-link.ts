import { once } from 'node:events';
import { Agent, createServer, request, type IncomingMessage, type ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { setTimeout as delay } from 'node:timers/promises';

/** One round trip (`performance.now()`): when the request came and when its response went back. */
export type Trip = { asked: number; answered: number };

/** What gets lost: the request, before the server has it, or the response, after the work is done. */
export type Loss = 'request' | 'answer';

/**
 * An HTTP proxy in front of a libSQL server: counts round trips of the Hrana protocol (one per request),
 * slows them down, and loses one on demand. `@libsql/client` speaks HTTP to `http(s):` and `libsql:` URLs.
 */
export class SlowLink {
  /** Added to each round trip. */
  delayMs = 0;
  /** Completed trips, in order. */
  readonly trips: Trip[] = [];
  #open = 0;
  #last = performance.now();
  #loss: { loss: Loss; words: string } | undefined;
  #agent = new Agent({ keepAlive: true });
  #server = createServer((asked, answer) => void this.#pass(asked, answer).catch(() => answer.destroy()));

  private constructor(private readonly target: URL) {}

  static async to(target: string): Promise<SlowLink> {
    const link = new SlowLink(new URL(target));
    link.#server.listen(0, '127.0.0.1');
    await once(link.#server, 'listening');
    return link;
  }

  get url(): string {
    const address = this.#server.address();
    return `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
  }

  /** Breaks the connection of the next request whose statements contain these words. */
  lose(loss: Loss, words: string): void {
    this.#loss = { loss, words };
  }

  /** Resolves when nothing is in flight and nothing was for this long. */
  async quiet(ms = 250): Promise<void> {
    while (this.#open > 0 || performance.now() - this.#last < ms) await delay(20);
  }

  stop = async (): Promise<void> => {
    this.#server.closeAllConnections();
    this.#server.close();
    this.#agent.destroy();
    await once(this.#server, 'close');
  };

  /**
   * Whether this request is the one to lose. Statements are plain text in every encoding of the protocol;
   * JSON escapes their quotes.
   */
  #loses(body: Buffer): Loss | undefined {
    if (!this.#loss || !body.toString().replaceAll('\\"', '"').includes(this.#loss.words)) return undefined;
    const { loss } = this.#loss;
    this.#loss = undefined;
    return loss;
  }

  async #pass(asked: IncomingMessage, answer: ServerResponse): Promise<void> {
    const began = performance.now();
    this.#open += 1;
    try {
      const body = await buffer(asked);
      const loss = this.#loses(body);
      if (loss !== 'request') {
        await delay(this.delayMs);
        const { status, headers, content } = await this.#ask(asked, body);
        if (loss === undefined) answer.writeHead(status, headers).end(content);
      }
      if (loss !== undefined) answer.destroy();
      this.trips.push({ asked: began, answered: performance.now() });
    } finally {
      this.#open -= 1;
      this.#last = performance.now();
    }
  }

  async #ask({ method, url, headers }: IncomingMessage, body: Buffer) {
    const { hostname, port } = this.target;
    const sent = request({
      hostname,
      port,
      method,
      path: url,
      headers: { ...headers, host: this.target.host },
      agent: this.#agent,
    });
    sent.end(body);
    const [reply] = (await once(sent, 'response')) as [IncomingMessage];
    const content = await buffer(reply);
    const { 'transfer-encoding': _, ...own } = reply.headers;
    return {
      status: reply.statusCode ?? 502,
      headers: { ...own, 'content-length': content.length },
      content,
    };
  }
}

/**
 * How many of these trips were sequential: the most that can be picked without overlap. Needs a delay longer
 * than anything else takes, so that requests sent together do overlap.
 */
export function inSequence(trips: readonly Trip[]): number {
  let [count, until] = [0, -Infinity];
  for (const { asked, answered } of trips.toSorted((a, b) => a.answered - b.answered)) {
    if (asked < until) continue;
    count += 1;
    until = answered;
  }
  return count;
}
