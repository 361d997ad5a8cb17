import type { ObservabilityBridge } from '@mastra/core/observability';
import { TracingEventType } from '@mastra/core/observability';
import { Observability } from '@mastra/observability';
import { context, SpanStatusCode, trace, type Span } from '@opentelemetry/api';

/**
 * Turns Mastra's spans into OpenTelemetry spans under the one that drives the run: names, kinds, and whether
 * they failed. Mastra's own bridge would also send inputs, outputs and messages.
 */
function bridge(): ObservabilityBridge {
  const open = new Map<string, Span>();
  const within = <T>(spanId: string, work: () => T): T => {
    const span = open.get(spanId);
    return span ? context.with(trace.setSpan(context.active(), span), work) : work();
  };
  return {
    name: 'countersign',
    createSpan({ name, type, parent, startTime }) {
      const above = parent ? open.get(parent.id) : trace.getActiveSpan();
      const from = above ? trace.setSpan(context.active(), above) : context.active();
      const span = trace
        .getTracer('mastra')
        .startSpan(
          name,
          { attributes: { 'mastra.span.type': type }, ...(startTime ? { startTime } : {}) },
          from,
        );
      const { spanId, traceId } = span.spanContext();
      open.set(spanId, span);
      const id = above?.spanContext().spanId;
      return {
        spanId,
        traceId,
        ...(id === undefined ? {} : parent ? { parentSpanId: id } : { externalParentSpanId: id }),
      };
    },
    async exportTracingEvent({ type, exportedSpan }) {
      const span = open.get(exportedSpan.id);
      if (type !== TracingEventType.SPAN_ENDED || !span) return;
      open.delete(exportedSpan.id);
      if (exportedSpan.errorInfo) span.setStatus({ code: SpanStatusCode.ERROR });
      span.end(exportedSpan.endTime);
    },
    releaseSpan: (spanId) => void open.delete(spanId),
    executeInContext: within,
    executeInContextSync: within,
    flush: async () => undefined,
    shutdown: async () => open.clear(),
  };
}

/** Mastra's tracing, sent to OpenTelemetry. */
export const stepTracing = (): Observability =>
  new Observability({ configs: { countersign: { serviceName: 'countersign', bridge: bridge() } } });
