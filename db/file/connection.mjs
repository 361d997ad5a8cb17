import { statSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import Sqlite from 'libsql';

/** @typedef {import('./protocol').PlainStatement} PlainStatement */
/** @typedef {import('./protocol').PlainResult} PlainResult */
/** @typedef {import('@libsql/client').Value} Value */
/** @typedef {{ statement: import('libsql').Statement, isReader: boolean, columns?: { name: string, type: string }[] }} Prepared */

/** Enough for all statements that the desk runs often. */
const mostPrepared = 300;

/** The file was moved or deleted. We do not create an empty one, as its data would then appear to be lost. */
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

/** libsql closes a file only when its statements are garbage-collected, which may take long in a small heap. */
function collect() {
  closed = 0;
  setFlagsFromString('--expose-gc');
  runInNewContext('gc')();
}

/** One connection to a file, with its prepared statements. It never waits for a lock. */
export class Connection {
  /** @type {import('libsql').Database | undefined} */
  #db;
  /** @type {number | undefined} */
  #inode;
  /** By SQL text, least recently used first. @type {Map<string, Prepared>} */
  #prepared = new Map();
  #file;

  /** @param {string} file */
  constructor(file) {
    this.#file = file;
  }

  /**
   * Opens the file, and reopens it if it was replaced, as by a restored backup; otherwise we would go on writing to the
   * deleted file. Does nothing inside a transaction. @throws GoneError
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

  /** SQLite must not wait for a lock: that would block the whole thread, perhaps including the lock's holder. */
  neverWait() {
    this.#db?.exec('pragma busy_timeout = 0');
  }

  /** Rolls back the open transaction, if there is one. */
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
    // Read after running, as only then the statement sees a changed schema, in which `*` may stand for other columns.
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

  /** Rolls back first: libsql closes the file only after garbage collection, and until then it must not hold a lock. */
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
