import type { Instrumentation } from 'next';

/** Runs once before the first request of each server process; not during a build. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME !== 'nodejs') return;
  const { boot } = await import('./lib/process/boot');
  await boot();
}

/** What a page failed with, with the request's id: people see the error's digest, and the log has both. */
export const onRequestError: Instrumentation.onRequestError = async (error, { headers }, { routePath }) => {
  if (process.env.NEXT_RUNTIME !== 'nodejs') return;
  const { logRequestError } = await import('./lib/process/telemetry/console');
  logRequestError(error, [headers['x-request-id']].flat()[0], routePath);
};
