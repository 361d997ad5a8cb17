import { SpanKind, SpanStatusCode, trace, type Attributes } from '@opentelemetry/api';
import { AppError } from '@/lib/base/errors';
import { withIds, type Ids } from '@/lib/base/trace-ids';

/** `countersign.run_id` and so on; nothing else of a run goes into a trace. */
const attributesOf = (ids: Ids): Attributes =>
  Object.fromEntries(
    Object.entries(ids).map(([key, value]) => [
      `countersign.${key.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)}`,
      value,
    ]),
  );

/** What kind of error it was, without its words: they may quote what people wrote. */
const kindOf = (error: unknown) =>
  error instanceof AppError ? error.code : error instanceof Error ? error.name : typeof error;

/**
 * Does the work in a span of this name, and with these ids in every log line it writes. Without a configured
 * OpenTelemetry endpoint there is no span, and this costs a function call.
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
