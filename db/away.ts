import { causesOf } from './causes';

/** A database file is gone: its folder was moved, or its disk is not mounted. */
export class FileGoneError extends Error {
  readonly code = 'DATABASE_FILE_GONE';
}

/** The thread that served a database file has ended; whether it did what it was asked for is not known. */
export class ThreadEndedError extends Error {
  readonly code = 'DATABASE_THREAD_ENDED';

  constructor(cause: unknown) {
    super('The thread that served the database file has ended.', { cause });
  }
}

/** A server that did not answer in the time it was given. */
export class NoAnswerError extends Error {
  readonly code = 'ETIMEDOUT';
}

const network =
  /^(ECONN(REFUSED|RESET|ABORTED)|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ENETDOWN|EPIPE|EAI_AGAIN|ENOTFOUND|UND_ERR_(SOCKET|CONNECT_TIMEOUT|HEADERS_TIMEOUT|BODY_TIMEOUT))$/;
const files = /^(DATABASE_(FILE_GONE|THREAD_ENDED)|SQLITE_(CANTOPEN|IOERR|READONLY|FULL|PROTOCOL)(_\w+)?)$/;
/** Postgres: connection exceptions, too many connections, and a server that shuts down or starts (SQLSTATE 08xxx, 53300, 57P01 to 57P03). */
const postgres = /^(08[0-9A-Z]{3}|53300|57P0[123])$/;
/** pg's messages for a connection timeout, which has no code. */
const noConnection =
  /^(timeout exceeded when trying to connect|Connection terminated due to connection timeout)$/;
const gateways = [502, 503, 504];

/**
 * Whether a store is unreachable: nobody listens, the network fails, or a file or its permission is gone. It may come
 * back at any time.
 */
export function isAway(error: unknown): boolean {
  return causesOf(error).some(
    ({ code, status, message }) =>
      noConnection.test(message) ||
      [network, files, postgres].some((codes) => codes.test(String(code))) ||
      gateways.includes(Number(status)),
  );
}

/** Whether a server used up its time without answering. Retrying immediately would only double the wait. */
export const gaveNoAnswer = (error: unknown): boolean =>
  causesOf(error).some((one) => one instanceof NoAnswerError);
