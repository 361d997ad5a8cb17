import { database } from '@/lib/base/database';
import { systemClock } from '@/lib/base/clock';
import { env } from '@/lib/base/env';
import { notFound, unauthenticated } from '@/lib/base/errors';
import { sameSecret } from '@/lib/base/same-secret';
import { metrics } from '@/lib/base/telemetry/metrics';
import { readFacts } from './read-facts';

/**
 * All metrics as Prometheus text.
 * @throws not_found without METRICS_TOKEN, unauthenticated without the right token
 */
export async function metricsText(request: Request): Promise<Response> {
  const token = env().metricsToken;
  if (token === undefined) throw notFound('address');
  const given = /^Bearer (.+)$/i.exec(request.headers.get('authorization') ?? '')?.[1] ?? '';
  if (!sameSecret(given, token)) throw unauthenticated('metrics_token_needed');
  const all = metrics();
  await readFacts(database(), systemClock, all);
  return new Response(await all.registry.metrics(), {
    headers: { 'content-type': all.registry.contentType },
  });
}
