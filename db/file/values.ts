import {
  LibsqlBatchError,
  LibsqlError,
  type InArgs,
  type InStatement,
  type InValue,
  type ResultSet,
  type Row,
  type Value,
} from '@libsql/client';
import { FileGoneError } from '../away';
import type { Answer, PlainFault, PlainResult, PlainStatement, PlainValue } from './protocol';

const [least, most] = [-(2n ** 63n), 2n ** 63n - 1n];

/**
 * Converts as `@libsql/client` does. Must refuse everything else, as the driver aborts the process on unknown values.
 */
function plainValue(value: InValue): PlainValue {
  if (value === undefined) throw new TypeError('undefined cannot be passed as argument to the database');
  if (typeof value === 'number' && !Number.isFinite(value))
    throw new RangeError('Only finite numbers (not Infinity or NaN) can be passed as arguments');
  if (typeof value === 'bigint' && (value < least || value > most))
    throw new RangeError('bigint is too large to be represented as a 64-bit integer and passed as argument');
  if (typeof value === 'boolean') return value ? 1 : 0;
  if (value instanceof Date) return value.valueOf();
  // Copied, as a Buffer may be a view of memory that holds other data.
  if (value instanceof Uint8Array || value instanceof ArrayBuffer) return new Uint8Array(value);
  return value;
}

const plainArgs = (args: InArgs): PlainStatement['args'] =>
  Array.isArray(args)
    ? args.map(plainValue)
    : Object.fromEntries(
        Object.entries(args).map(([name, value]) => [name.replace(/^[@$:]/, ''), plainValue(value)]),
      );

/** @throws RangeError, TypeError for an argument that SQLite cannot store */
export function plainStatement(statement: InStatement | [string, InArgs?]): PlainStatement {
  if (typeof statement === 'string') return { sql: statement, args: [] };
  const [sql, args] = Array.isArray(statement) ? statement : [statement.sql, statement.args];
  return { sql, args: plainArgs(args ?? []) };
}

/**
 * A row as libSQL clients return it: columns by name (enumerable) and by index. The indexes are getters on the prototype,
 * as defining them on each row is twenty times slower.
 */
class FileRow {
  static #width = 0;
  readonly #values: Value[];

  constructor(columns: string[], values: Value[]) {
    this.#values = values;
    for (; FileRow.#width < values.length; FileRow.#width += 1) FileRow.#number(FileRow.#width);
    for (const [index, value] of values.entries()) {
      const name = columns[index]!;
      if (!(name in this)) (this as Record<string, unknown>)[name] = value;
      else if (!Object.hasOwn(this, name) && name !== 'length' && !(Number(name) < values.length))
        Object.defineProperty(this, name, { value, enumerable: true, configurable: true, writable: true });
    }
  }

  get length(): number {
    return this.#values.length;
  }

  static #number(index: number): void {
    Object.defineProperty(FileRow.prototype, index, {
      get(this: FileRow) {
        return this.#values[index];
      },
    });
  }
}

const jsonValue = (value: Value) =>
  typeof value === 'bigint'
    ? String(value)
    : value instanceof ArrayBuffer
      ? Buffer.from(value).toString('base64')
      : value;

class FileResultSet implements ResultSet {
  readonly columns: string[];
  readonly columnTypes: string[];
  readonly rows: Row[];
  readonly rowsAffected: number;
  readonly lastInsertRowid: bigint | undefined;

  constructor({ columns, columnTypes, rows, rowsAffected, lastInsertRowid }: PlainResult) {
    this.columns = columns;
    this.columnTypes = columnTypes;
    this.rows = rows.map((values) => new FileRow(columns, values) as unknown as Row);
    this.rowsAffected = rowsAffected;
    this.lastInsertRowid = lastInsertRowid;
  }

  toJSON() {
    return {
      columns: this.columns,
      columnTypes: this.columnTypes,
      rows: this.rows.map((row) => Array.from(row, jsonValue)),
      rowsAffected: this.rowsAffected,
      lastInsertRowid: this.lastInsertRowid === undefined ? null : String(this.lastInsertRowid),
    };
  }
}

/** The primary code of an extended one: `SQLITE_CONSTRAINT` for `SQLITE_CONSTRAINT_UNIQUE`. */
const baseCode = (code: string) => /^SQLITE_[A-Z]+/.exec(code)?.[0] ?? code;

function errorOf(fault: PlainFault, file: string, inBatch: boolean): unknown {
  switch (fault.kind) {
    case 'gone':
      return new FileGoneError(`The database file ${file} is not there any more.`);
    case 'closed':
      return new LibsqlError('The client is closed', 'CLIENT_CLOSED');
    case 'over':
      return new LibsqlError('The transaction is closed', 'TRANSACTION_CLOSED');
    case 'other':
      return fault.error;
    case 'sqlite': {
      const { message, code, rawCode, at } = fault;
      const cause = Object.assign(new Error(message), { name: 'SqliteError', code, rawCode });
      return inBatch && at !== undefined
        ? new LibsqlBatchError(message, at, baseCode(code), code, rawCode, cause)
        : new LibsqlError(message, baseCode(code), code, rawCode, cause);
    }
  }
}

/** The results of an answer. @throws its fault, as the error a libSQL client would throw */
export function resultsOf(answer: Answer, file: string, inBatch: boolean): ResultSet[] {
  if ('fault' in answer) throw errorOf(answer.fault, file, inBatch);
  return answer.results.map((result) => new FileResultSet(result));
}
