import type { Client, InStatement, Transaction, TransactionMode } from '@libsql/client';

const textOf = (statement: InStatement): string =>
  typeof statement === 'string' ? statement : statement.sql;
const isWrite = (statement: InStatement): boolean =>
  /^\s*(insert|update|delete|replace)\b/i.test(textOf(statement));

/**
 * Runs a client's work now, later or never; if never, calls `giveUp` to release what the client holds.
 * `what`: the statements written together; null for reads.
 */
export type Pass = <T>(
  what: string | null,
  work: () => Promise<T>,
  giveUp?: () => Promise<void>,
) => Promise<T>;

function watchedTransaction(real: Transaction, pass: Pass): Transaction {
  const written: string[] = [];
  return new Proxy(real, {
    get: (target, key) => {
      if (key === 'execute')
        return (statement: InStatement) => {
          if (isWrite(statement)) written.push(textOf(statement));
          return target.execute(statement);
        };
      if (key === 'commit')
        return () =>
          pass(
            written.join(';\n'),
            () => target.commit(),
            () => target.rollback(),
          );
      const value: unknown = Reflect.get(target, key, target);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}

/**
 * The client with all its work passing through `pass`. Statements written together reach the file together.
 */
export function watched(client: Client, pass: Pass): Client {
  const written = (statements: readonly InStatement[]) =>
    statements.filter(isWrite).map(textOf).join(';\n') || null;
  return new Proxy(client, {
    get: (target, key) => {
      if (key === 'execute')
        return (statement: InStatement) => pass(written([statement]), () => target.execute(statement));
      if (key === 'batch')
        return (statements: InStatement[], mode?: TransactionMode) =>
          pass(written(statements), () => target.batch(statements, mode));
      if (key === 'transaction')
        return async (mode: TransactionMode) =>
          watchedTransaction(await pass(null, () => target.transaction(mode)), pass);
      const value: unknown = Reflect.get(target, key, target);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}

/**
 * Simulates a killed process: after a number of writes nothing reaches the files, and every further call
 * hangs. One disk stands for all files of a process.
 */
export class MortalDisk {
  readonly writes: string[] = [];
  readonly died: Promise<void>;
  private die: () => void = () => undefined;

  private last = Infinity;

  constructor() {
    this.died = new Promise((resolve) => {
      this.die = resolve;
    });
  }

  /** Lets this many more writes through. */
  dieAfter(writes: number): void {
    this.last = this.writes.length + writes;
  }

  get dead(): boolean {
    return this.writes.length >= this.last;
  }

  private readonly pass: Pass = async <T>(
    what: string | null,
    work: () => Promise<T>,
    giveUp?: () => Promise<void>,
  ) => {
    if (this.dead) {
      await giveUp?.();
      this.die();
      return new Promise<T>(() => undefined);
    }
    if (what !== null) this.writes.push(what);
    return work();
  };

  /** The client as this process sees it. */
  mount(client: Client): Client {
    return watched(client, this.pass);
  }
}
