import { leave } from '@/lib/base/leave';
import { log } from '@/lib/base/log';
import { beginStopping, drivesDone, handOver } from '@/lib/base/shutdown';

const signals = ['SIGTERM', 'SIGINT'] as const;
type Signal = (typeof signals)[number];

const exitCodes: Record<Signal, number> = { SIGTERM: 143, SIGINT: 130 };
/**
 * A terminal signals its whole process group and parents forward the signal: within this time it counts as
 * the same one.
 */
export const sameSignalMs = 700;
/** How long open requests may take after the last run stopped, in milliseconds. */
const closeMs = 5_000;

const within = (ms: number, work: Promise<unknown>) =>
  new Promise<void>(
    (resolve) => (setTimeout(resolve, ms), void work.finally(resolve).catch(() => undefined)),
  );

type StopOptions = { delayMs: number; graceMs: number; onStop: () => void; flush: () => Promise<void> };

/** Tells load balancers, waits for work under way, hands over the rest, then lets `close` end the server. */
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
  // A step that still runs must not outlive its run's lease, which has been given up.
  if (left > 0) process.exit(0);
  setTimeout(() => process.exit(0), closeMs);
  close();
}

/**
 * Makes SIGTERM and SIGINT stop this process gracefully with exit code 0; a second signal ends it at once.
 * The previous handlers (Next's: no new connections, finish open requests, exit) run after our own work.
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
      // Next exits with the signal's code, which orchestrators read as a failure.
      process.once('exit', () => (process.exitCode = 0));
      close();
    });
  };
  for (const signal of signals) process.on(signal, onSignal);
}
