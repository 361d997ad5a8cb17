import { log } from '@/lib/base/log';

export type Telemetry = { flush: () => Promise<void> };

/** Shared by all bundles of this process. */
const holder = globalThis as typeof globalThis & { countersignTelemetry?: Promise<Telemetry> };

/** Whether OpenTelemetry's own variables name an endpoint and do not disable it. */
export function telemetryWanted(source: NodeJS.ProcessEnv = process.env): boolean {
  const {
    OTEL_EXPORTER_OTLP_ENDPOINT: all,
    OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: traces,
    OTEL_EXPORTER_OTLP_METRICS_ENDPOINT: numbers,
    OTEL_SDK_DISABLED: off,
  } = source;
  return off !== 'true' && Boolean(all || traces || numbers);
}

/**
 * Starts traces and metrics once, if an endpoint is configured.
 * @param open loads the SDK; only called then
 */
export async function startTelemetryWith(open: () => Promise<Telemetry>): Promise<void> {
  if (!telemetryWanted()) return;
  await (holder.countersignTelemetry ??= open());
}

/** Sends what has been collected. An unreachable collector is only logged. */
export async function flushTelemetry(): Promise<void> {
  const telemetry = await holder.countersignTelemetry;
  await telemetry
    ?.flush()
    .catch((error: unknown) => log.warn('traces and metrics could not be sent', { error }));
}
