/** Serves database files on a worker thread, as SQLite is synchronous and would block the desk's event loop at each commit. */
import { parentPort, workerData } from 'node:worker_threads';
import { ServedFile } from './served-file.mjs';

/** @typedef {import('./protocol').Request} Request */
/** @typedef {import('./protocol').Close} Close */

const port = /** @type {import('node:worker_threads').MessagePort} */ (parentPort);
const answered = /** @type {Int32Array} */ (workerData);
/** By connection number. @type {Map<number, ServedFile>} */
const served = new Map();
let isPlanned = false;
/** @type {NodeJS.Timeout | undefined} */
let retry;

/** @param {import('./protocol').Answer[]} answers */
function answer(answers) {
  port.postMessage(answers);
  Atomics.add(answered, 0, answers.length);
  Atomics.notify(answered, 0);
}

/** @param {Request} request */
function serve(request) {
  const known = served.get(request.connection);
  const file = known ?? new ServedFile(request.file, answer);
  if (!known) served.set(request.connection, file);
  file.take(request);
  plan();
}

/** Serves after all messages that have already arrived, so that their writes share a commit. */
function plan() {
  if (isPlanned) return;
  isPlanned = true;
  setImmediate(() => {
    isPlanned = false;
    for (const file of served.values()) {
      const again = file.serve();
      if (again !== undefined) retry ??= setTimeout(() => ((retry = undefined), plan()), again);
    }
  });
}

/** @param {number} connection */
function close(connection) {
  const file = served.get(connection);
  if (!file) return;
  file.serve();
  file.close();
  served.delete(connection);
}

port.on('message', (/** @type {Request | Close} */ message) =>
  'close' in message ? close(message.close) : serve(message),
);
