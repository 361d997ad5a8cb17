import { sameSecret } from '@/lib/base/same-secret';
import { AppError } from '@/lib/base/errors';

/**
 * Requires `Authorization: Bearer <secret>`; the comparison takes constant time.
 * @throws unauthenticated
 */
export function requireBearer(request: Request, secret: string): void {
  const given = /^Bearer (.+)$/i.exec(request.headers.get('authorization') ?? '')?.[1] ?? '';
  if (!sameSecret(given, secret))
    throw new AppError('unauthenticated', 'Give the secret of the scheduler as a bearer token.');
}
