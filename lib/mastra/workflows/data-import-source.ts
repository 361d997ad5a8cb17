import { env } from '@/lib/base/env';

/** How long the service may take to answer, in milliseconds. */
const patienceMs = 5_000;

/**
 * Where the import's source reports that it works: `DATA_IMPORT_URL`, by default this desk's own health
 * check. Only the operator sets it: a URL from a request would let people reach what only this server can.
 */
export const dataImportUrl = (): string => env().dataImportUrl;

/**
 * Asks the source once whether it works: any 2xx answer within five seconds.
 * @returns the status it answered with; null while it does not work
 * @throws Error when it redirects: following that could lead anywhere, so the setting must be fixed
 */
export async function askSource(url: string): Promise<number | null> {
  const response = await fetch(url, {
    redirect: 'manual',
    signal: AbortSignal.timeout(patienceMs),
    headers: { accept: 'application/json' },
  }).catch((error: unknown) => {
    // Unreachable (TypeError) or too slow means "not yet"; anything else is a fault.
    if (error instanceof TypeError || (error instanceof DOMException && error.name === 'TimeoutError'))
      return null;
    throw error;
  });
  if (!response) return null;
  await response.body?.cancel();
  if (response.status >= 300 && response.status < 400)
    throw new Error('DATA_IMPORT_URL answers with a redirect; set it to where that leads');
  return response.ok ? response.status : null;
}
