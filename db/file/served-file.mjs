import Sqlite from 'libsql';
import { Connection, GoneError, isBusy } from './connection.mjs';
import { OverError, runAlone, writeTogether } from './transactions.mjs';

/** @typedef {import('./protocol').Request} Request */
/** @typedef {import('./protocol').PlainFault} PlainFault */
/** @typedef {import('./protocol').Answer} Answer */
/** @typedef {import('./transactions.mjs').Outcome} Outcome */
/** @typedef {{ request: Request, until: number }} Waiting */

/** A limit on the batches of one transaction, as it blocks other processes from writing. */
const mostTogether = 100;
/** In milliseconds. Short, as a busy writer releases the file only for moments. */
const longestPause = 20;

/** @param {unknown} error @param {number} [at] @returns {PlainFault} */
function faultOf(error, at) {
  if (error instanceof GoneError) return { kind: 'gone' };
  if (error instanceof OverError) return { kind: 'over' };
  if (!(error instanceof Sqlite.SqliteError)) return { kind: 'other', error };
  const { message, code, rawCode } = error;
  return { kind: 'sqlite', message, code, rawCode, ...(at === undefined ? {} : { at }) };
}

/** Serves one connection's requests in order, and retries those that find the file locked. */
export class ServedFile {
  /** @type {Waiting[]} */
  #waiting = [];
  #refusals = 0;
  #connection;
  #answer;

  /** @param {string} file @param {(answers: Answer[]) => void} answer */
  constructor(file, answer) {
    this.#connection = new Connection(file);
    this.#answer = answer;
  }

  /** @param {Request} request */
  take(request) {
    this.#waiting.push({ request, until: performance.now() + request.timeout });
  }

  /**
   * Runs the waiting requests. Adjacent writes share a transaction, and run before the reads among them.
   * @returns {number | undefined} milliseconds until the requests that found the file locked should be retried
   */
  serve() {
    const queue = this.#waiting.splice(0);
    while (queue.length > 0) {
      const end = queue.findIndex(({ request }) => !/^(together|reads)$/.test(request.way));
      const many = queue.splice(0, end === -1 ? mostTogether : Math.min(Math.max(end, 1), mostTogether));
      const writes = many.filter(({ request }) => request.way === 'together');
      this.#run(writes, (requests) => writeTogether(this.#connection, requests));
      for (const one of many)
        if (one.request.way !== 'together')
          this.#run([one], (requests) => requests.map((request) => runAlone(this.#connection, request)));
    }
    if (this.#waiting.length === 0) return void (this.#refusals = 0);
    this.#refusals += 1;
    return Math.min(2 ** this.#refusals, longestPause) * (1 - Math.random() / 2);
  }

  /** @param {Waiting[]} many @param {(requests: Request[]) => Outcome[]} work */
  #run(many, work) {
    if (many.length === 0) return;
    const outcomes = this.#outcomes(many, work);
    /** @type {Answer[]} */
    const answers = [];
    for (const [index, one] of many.entries()) {
      const outcome = /** @type {Outcome} */ (outcomes[index]);
      if (this.#mayTryAgain(one, outcome)) this.#waiting.push(one);
      else answers.push(this.#answerOf(one.request.id, outcome));
    }
    if (answers.length > 0) this.#answer(answers);
  }

  /** @param {Waiting[]} many @param {(requests: Request[]) => Outcome[]} work @returns {Outcome[]} */
  #outcomes(many, work) {
    try {
      this.#connection.ready();
    } catch (error) {
      return many.map(() => ({ error }));
    }
    return work(many.map(({ request }) => request));
  }

  /**
   * A request that found the file locked has changed nothing, unless it is part of the caller's transaction.
   * @param {Waiting} one @param {Outcome} outcome
   */
  #mayTryAgain({ until }, outcome) {
    const busy = 'error' in outcome && isBusy(outcome.error) && !this.#connection.inTransaction;
    return busy && performance.now() < until;
  }

  /** @param {number} id @param {Outcome} outcome @returns {Answer} */
  #answerOf(id, outcome) {
    const isOpen = this.#connection.inTransaction;
    if ('results' in outcome) return { id, isOpen, results: outcome.results };
    return { id, isOpen, fault: faultOf(outcome.error, outcome.at) };
  }

  close() {
    const refused = this.#waiting.splice(0);
    if (refused.length > 0)
      this.#answer(refused.map(({ request: { id } }) => ({ id, isOpen: false, fault: { kind: 'closed' } })));
    this.#connection.close();
  }
}
