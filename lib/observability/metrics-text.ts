import { database } from '@/lib/database';
import { systemClock } from '@/lib/clock';
import { env } from '@/lib/env';
import { AppError, notFound } from '@/lib/errors';
import { sameSecret } from '@/lib/auth/same-secret';
import { metrics } from './metrics';
import { readFacts } from './read-facts';

/** All metrics as Prometheus text. @throws not_found without METRICS_TOKEN, unauthenticated without the right one */
export async function metricsText(request: Request): Promise<Response> {
  const token = env().metricsToken;
  if (token === undefined) throw notFound('address');
  const given = /^Bearer (.+)$/i.exec(request.headers.get('authorization') ?? '')?.[1] ?? '';
  if (!sameSecret(given, token)) throw new AppError('unauthenticated', 'The metrics need their token.');
  const all = metrics();
  await readFacts(database(), systemClock, all);
  return new Response(await all.registry.metrics(), {
    headers: { 'content-type': all.registry.contentType },
  });
}
