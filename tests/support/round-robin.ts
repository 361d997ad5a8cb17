import { once } from 'node:events';
import http from 'node:http';
import { connect, type Socket } from 'node:net';

/** What passed through a proxy. */
export type Passed = {
  requests: number;
  /** Responses by status. */
  statuses: Record<number, number>;
  /** Connections that a server refused, so that the next server was asked. */
  refused: number;
  /** Requests without a complete response, each with the reason. */
  broken: string[];
};

/** Headers about a single connection; a proxy has two. */
const perConnection = new Set([
  'connection',
  'keep-alive',
  'transfer-encoding',
  'upgrade',
  'proxy-connection',
]);

/** Connects to a server; null when it refuses. */
function reach(target: URL): Promise<Socket | null> {
  const socket = connect({ host: target.hostname, port: Number(target.port) });
  return new Promise((resolve, reject) => {
    socket.once('connect', () => resolve(socket));
    socket.once('error', (error: NodeJS.ErrnoException) =>
      error.code === 'ECONNREFUSED' ? resolve(null) : reject(error),
    );
  });
}

const checkEveryMs = 250;

/**
 * A proxy in front of several servers, like a load balancer: asks ready servers in turn, or all when none is
 * ready, streams bodies, and tries the next server only when a connection is refused, since nothing can have
 * happened then. One connection per request.
 */
export class RoundRobin {
  readonly passed: Passed = { requests: 0, statuses: {}, refused: 0, broken: [] };
  #targets: string[] = [];
  /** Servers whose last check said not ready. */
  #out = new Set<string>();
  #asking = new Set<string>();
  #turn = 0;
  #checks: NodeJS.Timeout | undefined;
  #server = http.createServer((request, response) => {
    this.passed.requests += 1;
    this.#pass(request, response).catch((error: unknown) => this.#fail(request, response, error));
  });

  /** @param check a path answered with 200 while a server is ready; without it, nothing is checked */
  static async open(check?: string): Promise<RoundRobin> {
    const proxy = new RoundRobin();
    if (check !== undefined) proxy.#checks = setInterval(() => void proxy.#check(check), checkEveryMs);
    proxy.#server.listen(0, 'localhost');
    await once(proxy.#server, 'listening');
    return proxy;
  }

  get url(): string {
    const address = this.#server.address();
    if (address === null || typeof address === 'string') throw new Error('the proxy is closed');
    return `http://localhost:${address.port}`;
  }

  get targets(): string[] {
    return this.#targets;
  }

  set targets(targets: string[]) {
    this.#targets = targets;
    this.#out.clear();
  }

  close(): void {
    clearInterval(this.#checks);
    this.#server.close();
    this.#server.closeAllConnections();
  }

  /** A slow server is not taken out: it is busy, as they all may be. */
  async #check(path: string): Promise<void> {
    await Promise.all(
      this.#targets.map(async (target) => {
        if (this.#asking.has(target)) return;
        this.#asking.add(target);
        const ready = await fetch(target + path, { headers: { connection: 'close' } }).then(
          ({ ok }) => ok,
          () => false,
        );
        this.#asking.delete(target);
        if (ready) this.#out.delete(target);
        else this.#out.add(target);
      }),
    );
  }

  async #socket(): Promise<Socket> {
    const ready = this.#targets.filter((target) => !this.#out.has(target));
    const asked = ready.length > 0 ? ready : this.#targets;
    const first = this.#turn++;
    for (let tried = 0; tried < asked.length; tried += 1) {
      const target = asked[(first + tried) % asked.length]!;
      const socket = await reach(new URL(target));
      if (socket) return socket;
      this.passed.refused += 1;
    }
    throw new Error('every server refused');
  }

  async #pass(request: http.IncomingMessage, response: http.ServerResponse): Promise<void> {
    const socket = await this.#socket();
    const before = request.headers['x-forwarded-for'];
    const headers = {
      ...Object.fromEntries(Object.entries(request.headers).filter(([name]) => !perConnection.has(name))),
      'x-forwarded-for': [before, request.socket.remoteAddress].filter(Boolean).join(', '),
      'x-forwarded-host': request.headers.host,
      'x-forwarded-proto': 'http',
    };
    const passedOn = http.request({
      createConnection: () => socket,
      method: request.method,
      path: request.url,
      headers,
    });
    passedOn.on('error', (error) => this.#fail(request, response, error));
    response.on('close', () => socket.destroy());
    request.pipe(passedOn);
    passedOn.on('response', (answer) => this.#answer(request, response, answer));
  }

  #answer(request: http.IncomingMessage, response: http.ServerResponse, answer: http.IncomingMessage): void {
    const status = answer.statusCode ?? 502;
    this.passed.statuses[status] = (this.passed.statuses[status] ?? 0) + 1;
    const pairs = answer.rawHeaders.flatMap((name, at, all) =>
      at % 2 === 0 ? [[name, all[at + 1]!] as const] : [],
    );
    response.writeHead(status, pairs.filter(([name]) => !perConnection.has(name.toLowerCase())).flat());
    response.flushHeaders();
    answer.on('error', (error) => this.#fail(request, response, error));
    answer.pipe(response);
  }

  /** Once a response has begun, no error can be sent, so the reader's connection is cut. */
  #fail(request: http.IncomingMessage, response: http.ServerResponse, error: unknown): void {
    // The reader left, or the failure was already reported.
    if (response.destroyed || response.writableEnded) return;
    this.passed.broken.push(
      `${request.method} ${request.url}: ${error instanceof Error ? error.message : String(error)}`,
    );
    if (response.headersSent) response.destroy();
    else response.writeHead(502).end();
  }
}
