import { createClient, type Client, type InArgs, type InStatement, type ResultSet } from '@libsql/client';
import { isAway, NoAnswerError } from './away';
import { untilFree } from './busy';
import { onlyReads } from './only-reads';

/** A server that has not answered by then is away, whatever became of what it was asked. */
const answerMs = 30_000;
const longestPauseMs = 500;

export type RemoteOptions = {
  url: string;
  authToken?: string | undefined;
  timeout: number;
  answerMs?: number | undefined;
};

const inOurWords = (error: unknown) =>
  error instanceof DOMException && error.name === 'TimeoutError'
    ? new NoAnswerError('The database did not answer in time.', { cause: error })
    : error;

/**
 * Sends a request to a remote database again where that can do no harm.
 * A statement that was refused because others write did nothing, and is repeated for as long as a file would wait.
 * One whose request or answer got lost may have been done: a read is repeated, once, since what a connection was closed
 * for is mostly over; a write is not: the caller repeats it, and learns whether it had been done.
 */
async function again<Result>(call: () => Promise<Result>, reads: boolean, timeout: number): Promise<Result> {
  let lost = false;
  const onceMoreIfLost = async (): Promise<Result> => {
    try {
      return await call();
    } catch (error) {
      if (lost || !reads || !isAway(error)) throw inOurWords(error);
      lost = true;
      return await onceMoreIfLost();
    }
  };
  return untilFree(onceMoreIfLost, { forMs: timeout, longestPauseMs });
}

/** A client of a libSQL server, or of Turso. */
export function openRemote({ url, authToken, timeout, answerMs: within = answerMs }: RemoteOptions): Client {
  const where = { url, ...(authToken ? { authToken } : {}) };
  const client = createClient({
    ...where,
    fetch: (request: Request) => fetch(request, { signal: AbortSignal.timeout(within) }),
  });
  // Migrations and backups that are put back take as long as there is data; no request waits for them.
  const patient = createClient(where);
  const close = client.close.bind(client);
  const execute = client.execute.bind(client) as (
    statement: InStatement,
    args?: InArgs,
  ) => Promise<ResultSet>;
  const batch = client.batch.bind(client);
  return Object.assign(client, {
    execute: (statement: InStatement, args?: InArgs) =>
      again(() => execute(statement, args), onlyReads([statement]), timeout),
    batch: ((statements, mode) => {
      const reads = onlyReads(statements);
      // If a batch began as a reader, it would fail whenever another process wrote between its first read and its first write.
      return again(() => batch(statements, mode ?? (reads ? 'deferred' : 'write')), reads, timeout);
    }) satisfies Client['batch'],
    migrate: patient.migrate.bind(patient),
    executeMultiple: patient.executeMultiple.bind(patient),
    close: () => {
      close();
      patient.close();
    },
  });
}
