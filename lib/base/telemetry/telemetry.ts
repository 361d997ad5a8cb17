import { log } from '@/lib/base/log';

export type Telemetry = { flush: () => Promise<void> };

/** Every bundle of the process sees the same one. */
const holder = globalThis as typeof globalThis & { countersignTelemetry?: Promise<Telemetry> };

/** Whether OpenTelemetry's own variables name an endpoint, and do not switch it off. */
export function telemetryWanted(source: NodeJS.ProcessEnv = process.env): boolean {
  const {
    OTEL_EXPORTER_OTLP_ENDPOINT: all,
    OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: traces,
    OTEL_EXPORTER_OTLP_METRICS_ENDPOINT: numbers,
    OTEL_SDK_DISABLED: off,
  } = source;
  return off !== 'true' && Boolean(all || traces || numbers);
}

/** Starts traces and metrics when an endpoint is configured, once. @param open is not called otherwise */
export async function startTelemetryWith(open: () => Promise<Telemetry>): Promise<void> {
  if (!telemetryWanted()) return;
  await (holder.countersignTelemetry ??= open());
}

/** Sends what has been gathered; a collector that is away is no reason to fail. */
export async function flushTelemetry(): Promise<void> {
  const telemetry = await holder.countersignTelemetry;
  await telemetry
    ?.flush()
    .catch((error: unknown) => log.warn('traces and metrics could not be sent', { error }));
}
