import type { Client, InStatement, Transaction, TransactionMode } from '@libsql/client';

const textOf = (statement: InStatement): string => (typeof statement === 'string' ? statement : statement.sql);
const isWrite = (statement: InStatement): boolean => /^\s*(insert|update|delete|replace)\b/i.test(textOf(statement));

/**
 * What a process that is killed leaves behind: after a number of writes nothing reaches the files any more, and whoever
 * asks for anything waits for ever. One disk stands for all files of a process.
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

  private async pass<T>(what: string | null, work: () => Promise<T>): Promise<T> {
    if (this.dead) {
      this.die();
      return new Promise<T>(() => undefined);
    }
    if (what !== null) this.writes.push(what);
    return work();
  }

  private transaction(real: Transaction): Transaction {
    const written: string[] = [];
    return new Proxy(real, {
      get: (target, key) => {
        if (key === 'execute')
          return (statement: InStatement) => {
            if (isWrite(statement)) written.push(textOf(statement));
            return target.execute(statement);
          };
        if (key === 'commit')
          return async () => {
            if (this.dead) await target.rollback();
            return this.pass(written.join(';\n'), () => target.commit());
          };
        const value: unknown = Reflect.get(target, key, target);
        return typeof value === 'function' ? value.bind(target) : value;
      },
    });
  }

  /** The client as this process sees it. What is written together reaches the file together. */
  mount(client: Client): Client {
    const written = (statements: readonly InStatement[]) => statements.filter(isWrite).map(textOf).join(';\n') || null;
    return new Proxy(client, {
      get: (target, key) => {
        if (key === 'execute') return (statement: InStatement) => this.pass(written([statement]), () => target.execute(statement));
        if (key === 'batch') return (statements: InStatement[], mode?: TransactionMode) => this.pass(written(statements), () => target.batch(statements, mode));
        if (key === 'transaction') return async (mode: TransactionMode) => this.transaction(await this.pass(null, () => target.transaction(mode)));
        const value: unknown = Reflect.get(target, key, target);
        return typeof value === 'function' ? value.bind(target) : value;
      },
    });
  }
}
