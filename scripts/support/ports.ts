import { createServer } from 'node:net';

/** Listens for a moment; returns the port, or the system's error code (`EADDRINUSE`, `EACCES`). */
function tryPort(port: number, host?: string): Promise<{ port: number } | { code: string }> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) => resolve({ code: error.code ?? 'unknown' }));
    server.listen({ port, host, exclusive: true }, () => {
      const address = server.address();
      const used = typeof address === 'object' && address ? address.port : port;
      server.close(() => resolve({ port: used }));
    });
  });
}

/** A port nothing is listening on. */
export async function freePort(): Promise<number> {
  const tried = await tryPort(0);
  if ('code' in tried) throw new Error(`The system gives no free port (${tried.code}).`);
  return tried.port;
}

/** `undefined` when `port` is free on every address and on localhost; else the system's error code. */
export async function portFault(port: number): Promise<string | undefined> {
  for (const host of [undefined, '127.0.0.1']) {
    const tried = await tryPort(port, host);
    if ('code' in tried) return tried.code;
  }
  return undefined;
}
