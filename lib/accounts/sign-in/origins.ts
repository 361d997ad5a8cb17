const loopback = ['localhost', '127.0.0.1', '[::1]'];

/**
 * The origins whose pages may send cookies along with writes: the app's own. On this machine the loopback names are
 * one and the same place, and people type either.
 */
export function trustedOrigins(appUrl: string): string[] {
  const own = new URL(appUrl);
  if (!loopback.includes(own.hostname)) return [own.origin];
  return loopback.map((host) => `${own.protocol}//${host}${own.port ? `:${own.port}` : ''}`);
}
