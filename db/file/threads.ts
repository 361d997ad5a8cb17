import path from 'node:path';
import { Worker } from 'node:worker_threads';
import { ThreadEndedError } from '../away';
import type { Answer, Close, Request } from './protocol';

type Asked = { resolve: (answer: Answer) => void; reject: (error: Error) => void };
/** `answered`: the number of answered requests, in shared memory, as `finish` runs without an event loop. */
type Thread = {
  worker: Worker;
  asked: Map<number, Asked>;
  sent: number;
  answered: Int32Array;
  files: number;
};
type Threads = { all: Thread[]; lastId: number };

/** Loaded from disk at run time, as the migrations are. */
const entry = path.join(process.cwd(), 'db', 'file', 'thread.mjs');

/** One for the app's file, one for the workflows'. */
const mostThreads = 2;
// Global, as a production build contains this module once per bundle.
const key = Symbol.for('countersign.file-threads');
const holder = globalThis as typeof globalThis & { [key]?: Threads };

function threads(): Threads {
  if (!holder[key]) process.once('exit', finish);
  return (holder[key] ??= { all: [], lastId: 0 });
}

const finishMs = 5_000;

/** Called on exit: blocks until the pending requests are answered, for at most `finishMs`. */
function finish(): void {
  const until = performance.now() + finishMs;
  for (const { sent, answered } of threads().all)
    for (let n = Atomics.load(answered, 0); n < sent; n = Atomics.load(answered, 0)) {
      const left = until - performance.now();
      if (left <= 0 || Atomics.wait(answered, 0, n, left) === 'timed-out') return;
    }
}

/** A number for a request or connection, unique in this process. */
const nextId = (): number => (threads().lastId += 1);

function startThread(): Thread {
  const answered = new Int32Array(new SharedArrayBuffer(4));
  const options = { execArgv: [], workerData: answered, name: 'database files' };
  // Not `new Worker`: Next's bundler rewrites that, and the worker would not get its data.
  const worker: Worker = Reflect.construct(Worker, [entry, options]);
  const thread: Thread = { worker, asked: new Map(), sent: 0, answered, files: 0 };
  let cause: unknown;
  worker.on('message', (answers: Answer[]) => {
    for (const answer of answers) settle(thread, answer);
  });
  worker.on('error', (error) => (cause = error));
  worker.on('exit', () => {
    const { all } = threads();
    all.splice(all.indexOf(thread), 1);
    for (const { reject } of thread.asked.values()) reject(new ThreadEndedError(cause));
  });
  worker.unref();
  threads().all.push(thread);
  return thread;
}

function settle({ worker, asked }: Thread, answer: Answer): void {
  const one = asked.get(answer.id);
  asked.delete(answer.id);
  if (asked.size === 0) worker.unref();
  one?.resolve(answer);
}

/** The thread with the fewest connections, so that two files do not wait for each other's commits. */
function leastBusy(): Thread {
  const { all } = threads();
  if (all.length < mostThreads) return startThread();
  return all.reduce((least, one) => (one.files < least.files ? one : least));
}

/** A connection to a file on one of the threads; it moves to another if that thread has ended. */
export function openConnection(file: string) {
  const connection = nextId();
  let thread: Thread | undefined;
  const living = (): Thread => {
    if (thread && threads().all.includes(thread)) return thread;
    thread = leastBusy();
    thread.files += 1;
    return thread;
  };
  return {
    /** @throws ThreadEndedError: it is unknown whether the request was carried out */
    ask: (what: Omit<Request, 'id' | 'connection' | 'file'>): Promise<Answer> => {
      const on = living();
      const { worker, asked } = on;
      const request: Request = { ...what, id: nextId(), connection, file };
      return new Promise((resolve, reject) => {
        worker.postMessage(request);
        on.sent += 1;
        if (asked.size === 0) worker.ref();
        asked.set(request.id, { resolve, reject });
      });
    },
    /** Takes effect after the earlier requests. */
    close: (): void => {
      thread?.worker.postMessage({ close: connection } satisfies Close);
      if (thread) thread.files -= 1;
      thread = undefined;
    },
  };
}
