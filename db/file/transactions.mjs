import { isBusy } from './connection.mjs';

/** @typedef {import('./connection.mjs').Connection} Connection */
/** @typedef {import('./protocol').Request} Request */
/** @typedef {import('./protocol').PlainResult} PlainResult */
/** @typedef {{ results: PlainResult[] } | { error: unknown, at?: number }} Outcome */

/** The caller's transaction has already ended, so its remaining statements must not be written outside it. */
export class OverError extends Error {}

/**
 * Runs the statements of a request in order, up to the first that fails.
 * @param {Connection} connection @param {Request} request @returns {Outcome}
 * @throws if the file is locked, or if the failure ended the whole transaction
 */
function runEach(connection, { statements }) {
  const began = connection.inTransaction;
  /** @type {PlainResult[]} */
  const results = [];
  try {
    for (const statement of statements) results.push(connection.run(statement));
    return { results };
  } catch (error) {
    if (isBusy(error) || (began && !connection.inTransaction)) throw error;
    return { error, at: results.length };
  }
}

/** @param {Connection} connection @param {Request} request @returns {Outcome} */
function inSavepoint(connection, request) {
  connection.script('savepoint one');
  const outcome = runEach(connection, request);
  if ('error' in outcome) connection.script('rollback to one');
  connection.script('release one');
  return outcome;
}

/** @template Result @param {Connection} connection @param {string} begin @param {() => Result} work @returns {Result} */
function inTransaction(connection, begin, work) {
  connection.script(begin);
  try {
    const result = work();
    connection.script('commit');
    return result;
  } catch (error) {
    connection.rollBack();
    // libsql 0.5 leaves a statement open that found the file locked; every later commit on the connection would fail.
    if (isBusy(error)) connection.close();
    throw error;
  }
}

/**
 * Writes several batches in one commit. Each is atomic: one that fails does not affect the others.
 * @param {Connection} connection @param {Request[]} requests
 * @returns {Outcome[]} once they are on disk; if the file is locked nothing was written, and each has that error
 */
export function writeTogether(connection, requests) {
  try {
    const write = () => requests.map((request) => inSavepoint(connection, request));
    return inTransaction(connection, 'begin immediate', write);
  } catch (error) {
    // One request may have ended the shared transaction, so each is repeated alone and fails or succeeds on its own.
    if (requests.length === 1 || isBusy(error)) return requests.map(() => ({ error }));
    return requests.flatMap((request) => writeTogether(connection, [request]));
  }
}

/** @param {Connection} connection @param {Request} request @returns {Outcome} */
function read(connection, request) {
  if (request.statements.length === 1) return runEach(connection, request);
  return inTransaction(connection, 'begin', () => runEach(connection, request));
}

/** @param {Connection} connection @param {Request} request @returns {Outcome} */
function migrate(connection, request) {
  connection.script('pragma foreign_keys = off');
  const [outcome] = writeTogether(connection, [request]);
  connection.ready();
  connection.script('pragma foreign_keys = on');
  return /** @type {Outcome} */ (outcome);
}

/** @param {Connection} connection @param {Request} request @returns {Outcome} */
function runBare(connection, request) {
  if (request.transaction === 'continues' && !connection.inTransaction) throw new OverError();
  try {
    if (request.way === 'bare') return runEach(connection, request);
    for (const { sql } of request.statements) connection.script(sql);
    return { results: [] };
  } finally {
    if (!request.transaction) connection.rollBack();
    connection.neverWait();
  }
}

/**
 * Runs a request that does not share a transaction.
 * @param {Connection} connection @param {Request} request @returns {Outcome}
 */
export function runAlone(connection, request) {
  try {
    if (request.way === 'reads') return read(connection, request);
    if (request.way === 'migration') return migrate(connection, request);
    if (request.way === 'apart') return /** @type {Outcome} */ (writeTogether(connection, [request])[0]);
    return runBare(connection, request);
  } catch (error) {
    // As in `inTransaction`: close a connection with a statement left open. Scripts leave none.
    if (isBusy(error) && request.way !== 'script' && !connection.inTransaction) connection.close();
    return { error };
  }
}
