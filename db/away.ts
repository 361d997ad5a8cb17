/** A database file is not where it was: its folder was moved, or its disk is not mounted. */
export class FileGoneError extends Error {
  readonly code = 'DATABASE_FILE_GONE';
}

const network = /^(ECONN(REFUSED|RESET|ABORTED)|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ENETDOWN|EPIPE|EAI_AGAIN|ENOTFOUND|UND_ERR_(SOCKET|CONNECT_TIMEOUT|HEADERS_TIMEOUT|BODY_TIMEOUT))$/;
const files = /^(DATABASE_FILE_GONE|SQLITE_(CANTOPEN|IOERR|READONLY|FULL|PROTOCOL)(_\w+)?)$/;
/** Postgres: connection exceptions, and a server that shuts down or starts (SQLSTATE 08xxx, 57P01 to 57P03). */
const postgres = /^(08[0-9A-Z]{3}|57P0[123])$/;
const gateways = [502, 503, 504];

function saysSo(error: Error): boolean {
  const { code, status } = error as Error & { code?: unknown; status?: unknown };
  return [network, files, postgres].some((codes) => codes.test(String(code))) || gateways.includes(Number(status));
}

/**
 * Whether a store cannot be reached just now: nobody listens, the way there is broken, or a file or its permission is
 * gone. It may be there again at any time. Drivers wrap such errors several times.
 */
export function isAway(error: unknown, depth = 0): boolean {
  if (!(error instanceof Error) || depth > 6) return false;
  return saysSo(error) || isAway(error.cause, depth + 1);
}
