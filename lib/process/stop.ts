import { database } from '@/lib/base/database';
import { leave } from '@/lib/base/leave';
import { log } from '@/lib/base/log';
import { beginStopping, drivesDone, handOver } from '@/lib/base/shutdown';

const signals = ['SIGTERM', 'SIGINT'] as const;
type Signal = (typeof signals)[number];

const exitCodes: Record<Signal, number> = { SIGTERM: 143, SIGINT: 130 };
/** A terminal signals every process of its group, and parents pass the signal on: within this time it is the same one. */
export const sameSignalMs = 700;
/** How long open requests may take once no run is driven any more. */
const closeMs = 5_000;

const within = (ms: number, work: Promise<unknown>) =>
  new Promise<void>(
    (resolve) => (setTimeout(resolve, ms), void work.finally(resolve).catch(() => undefined)),
  );

type StopOptions = { delayMs: number; graceMs: number; onStop: () => void; flush: () => Promise<void> };

/** Lets load balancers know, lets what is under way come to its end, hands over what does not, then lets `close` end the server. */
async function stop({ delayMs, graceMs, onStop, flush }: StopOptions, close: () => void): Promise<void> {
  const until = performance.now() + delayMs + graceMs;
  if (delayMs > 0) await leave(delayMs, until);
  log.info('stopping: no new work is taken, what is under way comes to its end', { graceMs });
  beginStopping();
  onStop();
  await within(until - performance.now(), drivesDone());
  const left = await handOver();
  if (left > 0)
    log.warn('the time to stop is over; the runs still driven are left to other processes', { runs: left });
  await within(closeMs, flush());
  // What still works on a run must not outlive the lease that was given up.
  if (left > 0) process.exit(0);
  setTimeout(() => process.exit(0), closeMs);
  close();
}

/**
 * Makes SIGTERM and SIGINT end this process in good order, with exit code 0; a second one ends it at once. The handlers
 * that were there (Next's: no new connections, open requests end, then exit) come after our own work.
 */
export function stopOnSignals(options: StopOptions): void {
  const theirs = signals.map((signal) => [signal, process.listeners(signal)] as const);
  for (const [signal, listeners] of theirs)
    for (const listener of listeners) process.removeListener(signal, listener);
  let since: number | undefined;
  const onSignal = (signal: Signal) => {
    if (since !== undefined && performance.now() - since < sameSignalMs) return;
    if (since !== undefined) process.exit(exitCodes[signal]);
    since = performance.now();
    const close = () => theirs.find(([name]) => name === signal)?.[1].forEach((listener) => listener(signal));
    void stop(options, () => {
      // Next ends with the signal's code, which orchestrators read as a failure.
      process.once('exit', () => (process.exitCode = 0));
      close();
    });
  };
  for (const signal of signals) process.on(signal, onSignal);
  process.once('exit', () => database().$client.close());
}
