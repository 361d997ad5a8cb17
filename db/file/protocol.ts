import type { Value } from '@libsql/client';

/** What SQLite takes: no dates, no booleans. */
export type PlainValue = Exclude<Value, ArrayBuffer> | Uint8Array;

/** Arguments by position, or by name without its prefix. */
export type PlainStatement = { sql: string; args: PlainValue[] | Record<string, PlainValue> };

/**
 * How statements are run:
 * `together`: written atomically, in one transaction with what others write meanwhile;
 * `apart`: written atomically, in a transaction of their own;
 * `reads`: changes nothing, and sees one state of the file;
 * `bare`: as they come, such as a pragma, or what a transaction of the caller's own holds;
 * `script`: texts of several statements each, as they come;
 * `migration`: atomically, without foreign keys.
 */
export type Way = 'together' | 'apart' | 'reads' | 'bare' | 'script' | 'migration';

/** What a thread is asked for on one of its connections, which it opens at the first request. */
export type Request = {
  id: number;
  connection: number;
  file: string;
  /** How long to keep trying while others write, in milliseconds. */
  timeout: number;
  way: Way;
  statements: PlainStatement[];
  /** Begins a transaction that the caller will end, or belongs to one, and is refused when that is over. */
  transaction?: 'begins' | 'continues';
};

/** Closes a connection after what was asked of it before. What still waits for others to write is refused. */
export type Close = { close: number };

export type PlainResult = {
  columns: string[];
  columnTypes: string[];
  rows: Value[][];
  rowsAffected: number;
  lastInsertRowid: bigint | undefined;
};

/** SQLite's own errors by their codes, a file that is gone, and anything else as the error it is. */
export type PlainFault =
  | { kind: 'sqlite'; message: string; code: string; rawCode: number | undefined; at?: number }
  | { kind: 'gone' | 'closed' | 'over' }
  | { kind: 'other'; error: unknown };

export type Answer = { id: number; isOpen: boolean } & ({ results: PlainResult[] } | { fault: PlainFault });
