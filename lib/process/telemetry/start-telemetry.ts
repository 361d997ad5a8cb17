import { startTelemetryWith } from '@/lib/base/telemetry/telemetry';

/** Starts traces and metrics when an endpoint is configured; otherwise OpenTelemetry's SDK is not loaded. */
export const startTelemetry = (): Promise<void> =>
  startTelemetryWith(async () => (await import('./open-telemetry')).openTelemetry());
