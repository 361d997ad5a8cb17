import { SpanKind, SpanStatusCode, trace, type Attributes } from '@opentelemetry/api';
import { AppError } from '@/lib/base/errors';
import { withIds, type Ids } from '@/lib/base/trace-ids';

/** `countersign.run_id` and so on. Nothing else about a run goes into a trace. */
const attributesOf = (ids: Ids): Attributes =>
  Object.fromEntries(
    Object.entries(ids).map(([key, value]) => [
      `countersign.${key.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)}`,
      value,
    ]),
  );

/** The kind of error without its message, which may quote what people wrote. */
const kindOf = (error: unknown) =>
  error instanceof AppError ? error.code : error instanceof Error ? error.name : typeof error;

/**
 * Runs the work in a span, and with these ids in all its log lines. Without an OpenTelemetry endpoint there
 * is no span, at the cost of a function call.
 */
export function traced<T>(name: string, ids: Ids, work: () => Promise<T>): Promise<T> {
  return withIds(ids, () =>
    trace
      .getTracer('countersign')
      .startActiveSpan(name, { kind: SpanKind.INTERNAL, attributes: attributesOf(ids) }, async (span) => {
        try {
          return await work();
        } catch (error) {
          span.setAttribute('error.type', kindOf(error));
          span.setStatus({ code: SpanStatusCode.ERROR });
          throw error;
        } finally {
          span.end();
        }
      }),
  );
}
