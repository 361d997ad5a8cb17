import { context, metrics as otelMetrics, propagation, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { W3CTraceContextPropagator } from '@opentelemetry/core';
import { OTLPMetricExporter } from '@opentelemetry/exporter-metrics-otlp-http';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import {
  defaultResource,
  detectResources,
  envDetector,
  resourceFromAttributes,
} from '@opentelemetry/resources';
import { MeterProvider, PeriodicExportingMetricReader } from '@opentelemetry/sdk-metrics';
import { BatchSpanProcessor, TracerProvider, type ReadableSpan } from '@opentelemetry/sdk-trace';
import { database } from '@/lib/base/database';
import { systemClock } from '@/lib/base/clock';
import { metrics } from '@/lib/base/telemetry/metrics';
import { exportMetrics } from './export-metrics';
import type { Telemetry } from '@/lib/base/telemetry/telemetry';

/** Attributes of Next's spans with full URLs, which may hold a secret; the routes say enough. */
const addresses = ['http.target', 'http.url', 'url.full', 'url.path', 'url.query'];

class WithoutAddresses extends BatchSpanProcessor {
  override onEnd(span: ReadableSpan): void {
    for (const name of addresses) delete span.attributes[name];
    super.onEnd(span);
  }
}

/**
 * Sends traces and metrics over OTLP; endpoint, headers and service name come from OpenTelemetry's own
 * variables.
 */
export async function openTelemetry(): Promise<Telemetry> {
  // Steps trace their own requests; Next would name the spans by their full URLs.
  process.env.NEXT_OTEL_FETCH_DISABLED ??= '1';
  const resource = defaultResource()
    .merge(resourceFromAttributes({ 'service.name': 'countersign' }))
    .merge(detectResources({ detectors: [envDetector] }));
  // The only trace variable of OpenTelemetry that this SDK does not read itself.
  const { OTEL_BSP_SCHEDULE_DELAY: delay } = process.env;
  const tracing = new TracerProvider({
    resource,
    spanProcessors: [
      new WithoutAddresses({
        exporter: new OTLPTraceExporter(),
        ...(delay ? { scheduledDelayMillis: Number(delay) } : {}),
      }),
    ],
  });
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  propagation.setGlobalPropagator(new W3CTraceContextPropagator());
  trace.setGlobalTracerProvider(tracing);
  const numbers = new MeterProvider({
    resource,
    readers: [new PeriodicExportingMetricReader({ exporter: new OTLPMetricExporter() })],
  });
  otelMetrics.setGlobalMeterProvider(numbers);
  await exportMetrics(otelMetrics.getMeter('countersign'), metrics(), database, systemClock);
  return {
    flush: async () => {
      await Promise.all([tracing.forceFlush(), numbers.forceFlush()]);
    },
  };
}
