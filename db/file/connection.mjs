import { statSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import Sqlite from 'libsql';

/** @typedef {import('./protocol').PlainStatement} PlainStatement */
/** @typedef {import('./protocol').PlainResult} PlainResult */
/** @typedef {import('@libsql/client').Value} Value */
/** @typedef {{ statement: import('libsql').Statement, isReader: boolean, columns?: { name: string, type: string }[] }} Prepared */

/** Enough for every statement of the desk that is sent often. */
const mostPrepared = 300;

/** The file was moved away or deleted. It is not made anew: what was in it would seem to be lost. */
export class GoneError extends Error {}

/** @param {unknown} error */
export const isBusy = (error) =>
  error instanceof Sqlite.SqliteError && /^SQLITE_(BUSY|LOCKED)/.test(error.code);

/** @param {bigint} value */
function toNumber(value) {
  if (value < Number.MIN_SAFE_INTEGER || value > Number.MAX_SAFE_INTEGER)
    throw new RangeError('Received integer which cannot be safely represented as a JavaScript number');
  return Number(value);
}

/** @param {Value | Buffer} value @returns {Value} */
const fromSqlite = (value) =>
  typeof value === 'bigint'
    ? toNumber(value)
    : value instanceof Uint8Array
      ? new Uint8Array(value).buffer
      : value;

let closed = 0;
const closedBeforeCollection = 20;

/** libsql gives a file back only when all statements of it are collected, which a small heap puts off for long. */
function collect() {
  closed = 0;
  setFlagsFromString('--expose-gc');
  runInNewContext('gc')();
}

/** One connection to a file, with the statements it has prepared. Nothing here waits, not even for another writer. */
export class Connection {
  /** @type {import('libsql').Database | undefined} */
  #db;
  /** @type {number | undefined} */
  #inode;
  /** By text, the one used longest ago first. @type {Map<string, Prepared>} */
  #prepared = new Map();
  #file;

  /** @param {string} file */
  constructor(file) {
    this.#file = file;
  }

  /**
   * Opens the file, anew if another stands in its place by now, as a backup that was put back: the open one could not be
   * reached by anybody else any more.
   */
  ready() {
    if (this.inTransaction) return;
    const inode = statSync(this.#file, { throwIfNoEntry: false })?.ino;
    if (inode === undefined) throw new GoneError();
    if (this.#inode !== inode) this.close();
    this.#db ??= new Sqlite(this.#file, { timeout: 0 });
    this.#inode = inode;
  }

  get #open() {
    if (!this.#db) throw new Error('the connection is not open');
    return this.#db;
  }

  get inTransaction() {
    return this.#db?.inTransaction ?? false;
  }

  /** @param {string} sql */
  script(sql) {
    this.#open.exec(sql);
  }

  /** Waiting inside of SQLite would stop everybody else on this thread, the holder of the lock perhaps among them. */
  neverWait() {
    this.#db?.exec('pragma busy_timeout = 0');
  }

  /** Ends what is still open, if anything is. */
  rollBack() {
    if (this.inTransaction) this.#open.exec('rollback');
  }

  /** @param {PlainStatement} statement @returns {PlainResult} */
  run({ sql, args }) {
    const prepared = this.#prepare(sql);
    const { statement } = prepared;
    if (!prepared.isReader) {
      const { changes, lastInsertRowid } = statement.run(args);
      return {
        columns: [],
        columnTypes: [],
        rows: [],
        rowsAffected: changes,
        lastInsertRowid: BigInt(lastInsertRowid),
      };
    }
    const rows = /** @type {(Value | Buffer)[][]} */ (statement.all(args));
    // After it was run, since only then it knows of a schema that has changed; `*` may mean other columns now.
    if (!prepared.columns || sql.includes('*'))
      prepared.columns = statement.columns().map(({ name, type }) => ({ name, type: type ?? '' }));
    return {
      columns: prepared.columns.map(({ name }) => name),
      columnTypes: prepared.columns.map(({ type }) => type),
      rows: rows.map((row) => row.map(fromSqlite)),
      rowsAffected: 0,
      lastInsertRowid: undefined,
    };
  }

  /** @param {string} sql @returns {Prepared} */
  #prepare(sql) {
    const known = this.#prepared.get(sql);
    if (known) this.#prepared.delete(sql);
    const prepared = known ?? this.#prepareAnew(sql);
    this.#prepared.set(sql, prepared);
    const [oldest] = this.#prepared.keys();
    if (oldest !== undefined && this.#prepared.size > mostPrepared) this.#prepared.delete(oldest);
    return prepared;
  }

  /** @param {string} sql @returns {Prepared} */
  #prepareAnew(sql) {
    const statement = this.#open.prepare(sql);
    statement.safeIntegers(true);
    try {
      statement.raw(true);
      return { statement, isReader: true };
    } catch {
      return { statement, isReader: false };
    }
  }

  /** The next request opens it again. libsql closes it later, when its statements are collected: it must hold no lock. */
  close() {
    if (!this.#db) return;
    this.rollBack();
    this.#prepared.clear();
    this.#db.close();
    this.#db = undefined;
    closed += 1;
    if (closed === closedBeforeCollection) setImmediate(collect);
  }
}
