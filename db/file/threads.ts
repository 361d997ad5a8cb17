import path from 'node:path';
import { Worker } from 'node:worker_threads';
import { ThreadEndedError } from '../away';
import type { Answer, Close, Request } from './protocol';

type Asked = { resolve: (answer: Answer) => void; reject: (error: Error) => void };
/** `answered`: how many requests it has answered, which can be read while the event loop stands still. */
type Thread = {
  worker: Worker;
  asked: Map<number, Asked>;
  sent: number;
  answered: Int32Array;
  files: number;
};
type Threads = { all: Thread[]; lastId: number };

/** Read from the disk, as the migrations are. */
const entry = path.join(process.cwd(), 'db', 'file', 'thread.mjs');

/** One each for the app's file and the workflows'. A symbol, since modules exist once for each bundle. */
const mostThreads = 2;
const key = Symbol.for('countersign.file-threads');
const holder = globalThis as typeof globalThis & { [key]?: Threads };

function threads(): Threads {
  if (!holder[key]) process.once('exit', finish);
  return (holder[key] ??= { all: [], lastId: 0 });
}

const finishMs = 5_000;

/** Nothing comes after this: waits for what was asked before the process began to end. */
function finish(): void {
  const until = performance.now() + finishMs;
  for (const { sent, answered } of threads().all)
    for (let n = Atomics.load(answered, 0); n < sent; n = Atomics.load(answered, 0)) {
      const left = until - performance.now();
      if (left <= 0 || Atomics.wait(answered, 0, n, left) === 'timed-out') return;
    }
}

/** A number for a request or a connection that nothing else in this process has. */
const nextId = (): number => (threads().lastId += 1);

function startThread(): Thread {
  const answered = new Int32Array(new SharedArrayBuffer(4));
  const options = { execArgv: [], workerData: answered, name: 'database files' };
  // Next's bundler takes over every `new Worker`, and keeps its data from it.
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

/** The thread with the fewest files, so that two files of a process do not wait for each other's commits. */
function leastBusy(): Thread {
  const { all } = threads();
  if (all.length < mostThreads) return startThread();
  return all.reduce((least, one) => (one.files < least.files ? one : least));
}

/** One connection to a file, on a thread; when that thread has ended, on another. */
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
    /** @throws ThreadEndedError: whether it was done is not known, as after a kill */
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
    /** After what was asked before. */
    close: (): void => {
      thread?.worker.postMessage({ close: connection } satisfies Close);
      if (thread) thread.files -= 1;
      thread = undefined;
    },
  };
}
