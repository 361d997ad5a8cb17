import type { Value } from '@libsql/client';

/** The values that SQLite accepts: no dates or booleans. */
export type PlainValue = Exclude<Value, ArrayBuffer> | Uint8Array;

/** Arguments by position, or by name without the prefix (`:`, `@`, `$`). */
export type PlainStatement = { sql: string; args: PlainValue[] | Record<string, PlainValue> };

/**
 * How statements are run:
 * `together`: atomically, in a transaction shared with other requests;
 * `apart`: atomically, in a separate transaction;
 * `reads`: read-only, from one state of the file;
 * `bare`: as given, for a pragma or inside the caller's transaction;
 * `script`: as given, each text with several statements;
 * `migration`: atomically, with foreign keys off.
 */
export type Way = 'together' | 'apart' | 'reads' | 'bare' | 'script' | 'migration';

/** A request to a thread for one connection, which its first request opens. */
export type Request = {
  id: number;
  connection: number;
  file: string;
  /** How long to retry while the file is locked, in milliseconds. */
  timeout: number;
  way: Way;
  statements: PlainStatement[];
  /**
   * Begins a transaction that the caller ends, or continues it; the latter is refused once the transaction has ended.
   */
  transaction?: 'begins' | 'continues';
};

/** Closes a connection after its earlier requests. Those that still find the file locked are refused. */
export type Close = { close: number };

export type PlainResult = {
  columns: string[];
  columnTypes: string[];
  rows: Value[][];
  rowsAffected: number;
  lastInsertRowid: bigint | undefined;
};

/** An SQLite error by its codes; a missing file, closed client or ended transaction; or any other error. */
export type PlainFault =
  | { kind: 'sqlite'; message: string; code: string; rawCode: number | undefined; at?: number }
  | { kind: 'gone' | 'closed' | 'over' }
  | { kind: 'other'; error: unknown };

export type Answer = { id: number; isOpen: boolean } & ({ results: PlainResult[] } | { fault: PlainFault });
