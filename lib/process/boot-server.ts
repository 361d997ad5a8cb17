import { database } from '@/lib/base/database';
import { systemClock } from '@/lib/base/clock';
import { env } from '@/lib/base/env';
import { followDatabaseClock } from '@/lib/base/follow-database-clock';
import { log } from '@/lib/base/log';
import { engine } from '@/lib/mastra';
import { flushTelemetry } from '@/lib/base/telemetry/telemetry';
import { warnPreflight } from '@/lib/process/preflight/preflight';
import { tellEverybody } from '@/lib/tell/drain/tell-people';
import { sweep } from '@/lib/process/sweep/sweep';
import { isStopping } from '@/lib/base/shutdown';
import { stopOnSignals } from './stop';

const sweepEveryMs = 30_000;
/** Runs whose dead process still holds a lease are swept again soon: the lease ends within seconds. */
const lookAgainMs = 3_000;

const holder = globalThis as typeof globalThis & { countersignTicker?: NodeJS.Timeout };

/**
 * Loads the workflows and opens their store, before the first request.
 * @throws when either fails
 */
export async function prepareServer(): Promise<void> {
  await (await engine()).ready();
  if (env().mail.kind === 'none') log.warn('SMTP_URL is not set: nobody is told of anything by mail');
  // Not awaited: it only warns, and may take seconds with very many open tasks.
  void warnPreflight({ db: database() });
}

async function tick(): Promise<void> {
  let pause = sweepEveryMs;
  try {
    const context = { db: database(), engine: await engine(), clock: systemClock };
    await followDatabaseClock(context.db);
    const { busy } = await sweep(context, {
      staleAfterMs: env().staleAfterMs,
      tell: () => tellEverybody(context),
    });
    if (busy > 0) pause = lookAgainMs;
  } catch (error) {
    log.error('a sweep failed', { error });
  }
  if (!isStopping()) holder.countersignTicker = setTimeout(() => void tick(), pause).unref();
}

/**
 * Sweeps now, so that work left by a dead process continues, and then every half minute. Stops gracefully on
 * a signal.
 */
export function runServer(): void {
  clearTimeout(holder.countersignTicker);
  void tick();
  const { production, shutdownDelayMs, shutdownGraceMs } = env();
  // In development a graceful stop would only delay restarts.
  if (production)
    stopOnSignals({
      delayMs: shutdownDelayMs,
      graceMs: shutdownGraceMs,
      onStop: () => clearTimeout(holder.countersignTicker),
      flush: flushTelemetry,
    });
}
