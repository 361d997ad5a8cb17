import { log } from '@/lib/log';

export type Telemetry = { flush: () => Promise<void> };

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

/** Starts traces and metrics when an endpoint is configured; otherwise nothing of OpenTelemetry's SDK is loaded. */
export async function startTelemetry(): Promise<void> {
  if (!telemetryWanted() || holder.countersignTelemetry) return;
  const { openTelemetry } = await import('./open-telemetry');
  holder.countersignTelemetry = openTelemetry();
  await holder.countersignTelemetry;
}

/** Sends what has been gathered; a collector that is away is no reason to fail. */
export async function flushTelemetry(): Promise<void> {
  const telemetry = await holder.countersignTelemetry;
  await telemetry
    ?.flush()
    .catch((error: unknown) => log.warn('traces and metrics could not be sent', { error }));
}
