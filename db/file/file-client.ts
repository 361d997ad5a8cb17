import {
  LibsqlError,
  type Client,
  type InArgs,
  type InStatement,
  type ResultSet,
  type Transaction,
  type TransactionMode,
} from '@libsql/client';
import { onlyReads } from '../only-reads';
import type { Answer, PlainStatement, Request, Way } from './protocol';
import { openConnection } from './threads';
import { plainStatement, resultsOf } from './values';

type Given = InStatement | [string, InArgs?];

/** Statements that may share a transaction with other batches. A pragma, for one, would affect them all. */
const mayShare = /^\s*(insert|update|delete|replace|select|with|create|drop|alter)\b/i;

const whole = (statement: InStatement, args?: InArgs): InStatement =>
  typeof statement === 'string' && args ? { sql: statement, args } : statement;

function wayOf(statements: PlainStatement[], single: boolean): Way {
  if (onlyReads(statements)) return 'reads';
  if (statements.every(({ sql }) => mayShare.test(sql))) return 'together';
  return single ? 'bare' : 'apart';
}

const begins: Record<TransactionMode, string> = {
  write: 'begin immediate',
  read: 'begin transaction readonly',
  deferred: 'begin deferred',
};

type Ask = (way: Way, statements: PlainStatement[], transaction?: Request['transaction']) => Promise<Answer>;

/** An interactive transaction, on its own connection. @throws LibsqlError SQLITE_BUSY if others write for too long */
async function openTransaction(file: string, timeout: number, mode: TransactionMode): Promise<Transaction> {
  const connection = openConnection(file);
  let isOpen = true;
  const close = () => {
    if (isOpen) connection.close();
    isOpen = false;
  };
  const ask: Ask = async (way, statements, transaction = 'continues') => {
    if (!isOpen) throw new LibsqlError('The transaction is closed', 'TRANSACTION_CLOSED');
    const answer = await connection.ask({ way, statements, transaction, timeout }).catch((error: unknown) => {
      close();
      throw error;
    });
    if (!answer.isOpen) close();
    return answer;
  };
  const run = async (statements: Given[], inBatch: boolean) =>
    resultsOf(await ask('bare', statements.map(plainStatement)), file, inBatch);
  const script = async (sql: string, transaction?: Request['transaction']) =>
    void resultsOf(await ask('script', [{ sql, args: [] }], transaction), file, false);
  await script(begins[mode], 'begins');
  return {
    execute: async (statement: InStatement, args?: InArgs) =>
      (await run([whole(statement, args)], false))[0]!,
    batch: (statements: InStatement[]) => run(statements, true),
    executeMultiple: (sql) => script(sql),
    commit: () => script('commit').finally(close),
    rollback: () => (isOpen ? script('rollback').finally(close) : Promise.resolve()),
    close,
    get closed() {
      return !isOpen;
    },
  };
}

/**
 * A libSQL client for an existing file. Another thread does the work, so the event loop is not blocked. A batch is
 * answered once the commit that contains it is on disk.
 * @param timeout how long to wait for other writers, in milliseconds
 */
export function fileClient(file: string, timeout: number): Client {
  let connection = openConnection(file);
  let closed = false;
  const run = async (way: Way, statements: PlainStatement[], inBatch: boolean): Promise<ResultSet[]> => {
    if (closed) throw new LibsqlError('The client is closed', 'CLIENT_CLOSED');
    return resultsOf(await connection.ask({ way, statements, timeout }), file, inBatch);
  };
  const close = () => {
    if (!closed) connection.close();
    closed = true;
  };
  return {
    protocol: 'file',
    get closed() {
      return closed;
    },
    execute: async (statement: InStatement, args?: InArgs) => {
      const one = plainStatement(whole(statement, args));
      return (await run(wayOf([one], true), [one], false))[0]!;
    },
    batch: async (given: Given[]) => {
      const statements = given.map(plainStatement);
      return statements.length === 0 ? [] : run(wayOf(statements, false), statements, true);
    },
    migrate: (given) => run('migration', given.map(plainStatement), true),
    transaction: async (mode: TransactionMode = 'write') => {
      if (closed) throw new LibsqlError('The client is closed', 'CLIENT_CLOSED');
      return openTransaction(file, timeout, mode);
    },
    executeMultiple: async (sql) => void (await run('script', [{ sql, args: [] }], false)),
    sync: () => Promise.reject(new LibsqlError('A file is no replica', 'SYNC_NOT_SUPPORTED')),
    reconnect: () => {
      close();
      connection = openConnection(file);
      closed = false;
    },
    close,
  };
}
