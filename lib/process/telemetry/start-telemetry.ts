import { startTelemetryWith } from '@/lib/base/telemetry/telemetry';

/** Starts traces and metrics when an endpoint is configured; otherwise nothing of OpenTelemetry's SDK is loaded. */
export const startTelemetry = (): Promise<void> =>
  startTelemetryWith(async () => (await import('./open-telemetry')).openTelemetry());
