import { after } from 'next/server';
import { notingEvents, writtenHere } from '@/lib/journal/written';
import { env } from '@/lib/base/env';
import { flushTelemetry } from '@/lib/base/telemetry/telemetry';
import { mustTell, tellWritten } from './tell-written';

/**
 * Runs `work` after the response, then sends notifications about what the request and the work have written.
 * Telemetry is sent before, since a serverless host stops the process afterwards.
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

/**
 * Answers a request; after the response, notifications are sent about what any route or verb has written on
 * the way.
 */
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
