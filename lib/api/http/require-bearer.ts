import { sameSecret } from '@/lib/base/same-secret';
import { unauthenticated } from '@/lib/base/errors';

/**
 * Requires `Authorization: Bearer <secret>`; the comparison takes constant time.
 * @throws unauthenticated
 */
export function requireBearer(request: Request, secret: string): void {
  const given = /^Bearer (.+)$/i.exec(request.headers.get('authorization') ?? '')?.[1] ?? '';
  if (!sameSecret(given, secret)) throw unauthenticated('cron_secret_needed');
}
