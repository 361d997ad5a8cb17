import { after } from 'next/server';
import { env } from '@/lib/base/env';
import { flushTelemetry } from '@/lib/base/telemetry/telemetry';

/** Works when the response has been sent. A serverless host stops the process then: what was observed is sent before. */
export function afterResponse(work: () => Promise<unknown>): void {
  after(async () => {
    try {
      await work();
    } finally {
      if (env().serverless) await flushTelemetry();
    }
  });
}
