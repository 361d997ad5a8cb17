import { causesOf } from './causes';

/** A database file is not where it was: its folder was moved, or its disk is not mounted. */
export class FileGoneError extends Error {
  readonly code = 'DATABASE_FILE_GONE';
}

/** A server was asked, and said nothing for as long as it was given. */
export class NoAnswerError extends Error {
  readonly code = 'ETIMEDOUT';
}

const network =
  /^(ECONN(REFUSED|RESET|ABORTED)|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ENETDOWN|EPIPE|EAI_AGAIN|ENOTFOUND|UND_ERR_(SOCKET|CONNECT_TIMEOUT|HEADERS_TIMEOUT|BODY_TIMEOUT))$/;
const files = /^(DATABASE_FILE_GONE|SQLITE_(CANTOPEN|IOERR|READONLY|FULL|PROTOCOL)(_\w+)?)$/;
/** Postgres: connection exceptions, too many connections, and a server that shuts down or starts (SQLSTATE 08xxx, 53300, 57P01 to 57P03). */
const postgres = /^(08[0-9A-Z]{3}|53300|57P0[123])$/;
/** What pg says when it comes to no connection in time; it has no code. */
const noConnection =
  /^(timeout exceeded when trying to connect|Connection terminated due to connection timeout)$/;
const gateways = [502, 503, 504];

/**
 * Whether a store cannot be reached just now: nobody listens, the way there is broken, or a file or its permission is
 * gone. It may be there again at any time.
 */
export function isAway(error: unknown): boolean {
  return causesOf(error).some(
    ({ code, status, message }) =>
      noConnection.test(message) ||
      [network, files, postgres].some((codes) => codes.test(String(code))) ||
      gateways.includes(Number(status)),
  );
}

/** Whether a server had all its time and gave no answer: asking at once again would only make whoever waits wait twice. */
export const gaveNoAnswer = (error: unknown): boolean =>
  causesOf(error).some((one) => one instanceof NoAnswerError);
