import { AsyncLocalStorage } from 'node:async_hooks';
import type { Socket } from 'node:net';
import { noopLogger } from '@mastra/core/logger';
import { PoolAdapter, WorkflowsPG, type QueryValues, type TxClient } from '@mastra/pg';
import { escapeIdentifier, Pool } from 'pg';
import { NoAnswerError } from '@/db/away';
import { causesOf } from '@/db/causes';
import { FencedStore, fenceToWrite, inOrder, versionToClaim, type TakeOver } from './fence';

const isWrite = (query: string): boolean => /^\s*(insert|update|delete)\b/i.test(query);

/** The version required of the snapshot that a transaction is about to change. */
const versions = new AsyncLocalStorage<number | undefined>();

/** The snapshot changed after it was read, so the answer is for an earlier question. */
class OutdatedClaimError extends Error {}

/** The same transaction, which fails unless the snapshot it locks has this version. */
function ofVersion(t: TxClient, version: number): TxClient {
  const oneOrNone = async <T>(query: string, values?: QueryValues): Promise<T | null> => {
    const row = await t.oneOrNone<T & { snapshot?: unknown }>(query, values);
    const stored = row?.snapshot;
    const snapshot = (typeof stored === 'string' ? JSON.parse(stored) : stored) as { timestamp?: number };
    if (snapshot?.timestamp !== version) throw new OutdatedClaimError();
    return row;
  };
  return new Proxy(t, {
    get(target, name) {
      const value: unknown = name === 'oneOrNone' ? oneOrNone : Reflect.get(target, name, target);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}

/**
 * A pool that wraps writes in transactions which first lock the token row, so no takeover can happen before
 * they end.
 */
class FencedPool extends PoolAdapter {
  constructor(
    pool: Pool,
    private readonly fences: string,
  ) {
    super(pool);
  }

  override none(query: string, values?: QueryValues): Promise<null> {
    return isWrite(query) ? this.tx((t) => t.none(query, values)) : super.none(query, values);
  }

  override async tx<T>(work: (t: TxClient) => Promise<T>): Promise<T> {
    const fence = fenceToWrite();
    const guarded = async (t: TxClient) => {
      const held = await t.oneOrNone(
        `select token from ${this.fences} where run_id = $1 and token = $2 for share`,
        [fence.runId, fence.token],
      );
      if (!held) fence.lose();
      fence.signal.throwIfAborted();
      const version = versions.getStore();
      return work(version === undefined ? t : ofVersion(t, version));
    };
    return inOrder(fence, () => super.tx(guarded));
  }
}

/** Mastra's store without its logging: it throws whatever it logs. */
class QuietWorkflows extends WorkflowsPG {
  constructor(config: ConstructorParameters<typeof WorkflowsPG>[0]) {
    super(config);
    Object.assign(this.logger, noopLogger);
  }
}

type StateChange = Parameters<WorkflowsPG['updateWorkflowState']>[0];

/** `init` does nothing: makeTables created the tables over an unfenced pool. */
class FencedWorkflows extends QuietWorkflows {
  override init(): Promise<void> {
    return Promise.resolve();
  }

  override async updateWorkflowState(change: StateChange) {
    try {
      return await versions.run(versionToClaim(change), () => super.updateWorkflowState(change));
    } catch (error) {
      if (causesOf(error).some((one) => one instanceof OutdatedClaimError)) return undefined;
      throw error;
    }
  }
}

const takeOver =
  (pool: Pool, fences: string): TakeOver =>
  async ({ runId, token }) => {
    const { rows } = await pool.query<{ token: string }>(
      `insert into ${fences} as f (run_id, token) values ($1, $2) on conflict (run_id) do update set token = greatest(f.token, excluded.token) returning token`,
      [runId, token],
    );
    return Number(rows[0]?.token);
  };

/**
 * Creates what is missing, one process at a time: in Postgres, concurrent `create … if not exists` fail. The
 * schema is only created if absent, since that takes a right on the whole database.
 */
async function makeTables(url: string, schema: string, fences: string): Promise<void> {
  const pool = new Pool({ connectionString: url, max: 1 });
  pool.on('error', () => undefined);
  try {
    // Held until the connection closes.
    await pool.query('select pg_advisory_lock(hashtext($1))', [`countersign:${schema}`]);
    const { rowCount } = await pool.query('select 1 from pg_namespace where nspname = $1', [schema]);
    if (rowCount === 0) await pool.query(`create schema ${escapeIdentifier(schema)}`);
    await pool.query(`create table if not exists ${fences} (run_id text primary key, token bigint not null)`);
    await new QuietWorkflows({ pool, schemaName: schema }).init();
  } finally {
    await pool.end();
  }
}

/**
 * A pool that closes connections on which the server does not answer; later queries would hang there too. The
 * pool closes idle connections long before that.
 */
function openPool(url: string, answerMs: number): Pool {
  const pool = new Pool({ connectionString: url, connectionTimeoutMillis: answerMs });
  pool.on('connect', (client) => {
    const { stream } = (client as unknown as { connection: { stream: Socket } }).connection;
    stream.setTimeout(answerMs, () => stream.destroy(new NoAnswerError('Postgres did not answer in time.')));
  });
  // An idle connection that breaks is replaced at the next use.
  pool.on('error', () => undefined);
  return pool;
}

/** Snapshots in a Postgres schema, with a table of fencing tokens beside them. */
export async function fencedPostgres({
  url,
  schema,
  answerMs = 30_000,
}: {
  url: string;
  schema: string;
  answerMs?: number;
}): Promise<FencedStore> {
  const fences = `${escapeIdentifier(schema)}.countersign_fences`;
  await makeTables(url, schema, fences);
  const pool = openPool(url, answerMs);
  const workflows = new FencedWorkflows({
    client: new FencedPool(pool, fences),
    readClient: new PoolAdapter(pool),
    schemaName: schema,
  });
  return new FencedStore(workflows, takeOver(pool, fences), () => pool.end());
}
