const loopback = ['localhost', '127.0.0.1', '[::1]'];

/**
 * The origins that may send writes with cookies: only the app's own. All loopback names count as one origin, as people
 * type any of them.
 */
export function trustedOrigins(appUrl: string): string[] {
  const own = new URL(appUrl);
  if (!loopback.includes(own.hostname)) return [own.origin];
  return loopback.map((host) => `${own.protocol}//${host}${own.port ? `:${own.port}` : ''}`);
}
