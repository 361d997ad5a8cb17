import type { Instrumentation } from 'next';

/** Runs once before the first request of each server process; not during a build. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME !== 'nodejs') return;
  const { boot } = await import('./lib/process/boot');
  await boot();
}

/** Logs a page's error with the request's id and the digest that people see. */
export const onRequestError: Instrumentation.onRequestError = async (error, { headers }, { routePath }) => {
  if (process.env.NEXT_RUNTIME !== 'nodejs') return;
  const { logRequestError } = await import('./lib/process/telemetry/console');
  logRequestError(error, [headers['x-request-id']].flat()[0], routePath);
};
