import { after } from 'next/server';
import { notingEvents, writtenHere } from '@/lib/journal/written';
import { env } from '@/lib/base/env';
import { flushTelemetry } from '@/lib/base/telemetry/telemetry';
import { mustTell, tellWritten } from './tell-written';

/**
 * Works when the response has been sent, and then tells whoever must know what the request and this work have written.
 * A serverless host stops the process then: what was observed is sent before.
 */
export function afterResponse(work: () => Promise<unknown> = async () => undefined): void {
  const written = writtenHere() ?? new Set();
  after(async () => {
    try {
      await notingEvents(written, work).finally(() => tellWritten(written));
    } finally {
      if (env().serverless) await flushTelemetry();
    }
  });
}

/** Answers a request, and has told after the response what was written on the way, whatever route and verb it was. */
export async function tellingAfter<T>(answer: () => Promise<T>): Promise<T> {
  const written = new Set<string>();
  return notingEvents(written, async () => {
    try {
      return await answer();
    } finally {
      if (mustTell(written)) afterResponse();
    }
  });
}
