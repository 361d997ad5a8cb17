import type { Client, InStatement, InValue, ResultSet } from '@libsql/client';
import { noopLogger } from '@mastra/core/logger';
import { TABLE_WORKFLOW_SNAPSHOT } from '@mastra/core/storage';
import type { WorkflowRunState } from '@mastra/core/workflows';
import { WorkflowsLibSQL } from '@mastra/libsql';
import type { Fence } from '@/lib/engine/types';
import { FencedStore, fenceToWrite, versionToClaim, type TakeOver } from './fence';

const fences = 'countersign_fences';

/** Everything not known to leave rows alone. */
const isWrite = (statement: InStatement): boolean =>
  !/^\s*(select|pragma|explain|create|alter)\b/i.test(
    typeof statement === 'string' ? statement : statement.sql,
  );

/** Fails the batch unless this holder is recorded: it then inserts a null token, which the column refuses. */
const guard = ({ runId, token }: Fence): InStatement => ({
  sql: `insert into ${fences} (run_id, token) select ?, null where not exists (select 1 from ${fences} where run_id = ? and token = ?)`,
  args: [runId, runId, token],
});

const isRefusal = (error: unknown): boolean =>
  error instanceof Error && error.message.includes(`${fences}.token`);

async function guarded(client: Client, statements: InStatement[]): Promise<ResultSet[]> {
  const fence = fenceToWrite();
  try {
    return (await client.batch([guard(fence), ...statements], 'write')).slice(1);
  } catch (error) {
    if (!isRefusal(error)) throw error;
    fence.lose(error);
    throw fence.signal.reason;
  }
}

/** A client that fences every write and refuses calls that cannot be fenced. */
function fenced(client: Client): Client {
  const refuse = (call: string) => () =>
    Promise.reject(new Error(`the snapshot store does not allow ${call}: it could not be fenced`));
  const changed: Partial<Record<keyof Client, unknown>> = {
    execute: async (statement: InStatement | string, args?: InValue[]) => {
      const whole = typeof statement === 'string' && args ? { sql: statement, args } : statement;
      return isWrite(whole) ? (await guarded(client, [whole]))[0] : client.execute(whole);
    },
    batch: (statements: InStatement[]) =>
      statements.some(isWrite) ? guarded(client, statements) : client.batch(statements, 'read'),
    transaction: refuse('interactive transactions'),
    executeMultiple: refuse('scripts'),
    migrate: refuse('migrations'),
  };
  return new Proxy(client, {
    get(target, key) {
      if (key in changed) return changed[key as keyof Client];
      const value: unknown = Reflect.get(target, key, target);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}

type StateChange = Parameters<WorkflowsLibSQL['updateWorkflowState']>[0];

/**
 * Mastra's store with its one interactive transaction replaced by a single statement, which can be fenced.
 */
class FencedWorkflows extends WorkflowsLibSQL {
  private readonly client: Client;

  constructor(client: Client) {
    super({ client });
    this.client = client;
    // It throws whatever it logs, and the caller logs that.
    Object.assign(this.logger, noopLogger);
  }

  override async updateWorkflowState(change: StateChange): Promise<WorkflowRunState | undefined> {
    const { workflowName, runId, opts } = change;
    const { expectedStatus, ...changes } = opts;
    const version = versionToClaim(change);
    const expected = expectedStatus === undefined ? [] : [expectedStatus].flat();
    const entries = Object.entries(changes).filter(([, value]) => value !== undefined);
    const { rows } = await this.client.execute({
      sql: `update ${TABLE_WORKFLOW_SNAPSHOT} set snapshot = jsonb_set(snapshot${', ?, jsonb(?)'.repeat(entries.length)})
        where workflow_name = ? and run_id = ?${expected.length > 0 ? ` and json_extract(snapshot, '$.status') in (${expected.map(() => '?').join(', ')})` : ''}
          ${version === undefined ? '' : `and json_extract(snapshot, '$.timestamp') = ?`}
        returning json(snapshot) as snapshot`,
      args: [
        ...entries.flatMap(([key, value]) => [`$.${key}`, JSON.stringify(value)]),
        workflowName,
        runId,
        ...expected,
        ...(version === undefined ? [] : [version]),
      ],
    });
    const [row] = rows;
    return row ? (JSON.parse(String(row.snapshot)) as WorkflowRunState) : undefined;
  }
}

const takeOver =
  (client: Client): TakeOver =>
  async ({ runId, token }) => {
    const { rows } = await client.execute({
      sql: `insert into ${fences} (run_id, token) values (?, ?) on conflict (run_id) do update set token = max(token, excluded.token) returning token`,
      args: [runId, token],
    });
    return Number(rows[0]?.token);
  };

/** Snapshots in a libSQL file or server, with a table of fencing tokens beside them. */
export async function fencedLibSQL(client: Client): Promise<FencedStore> {
  await client.execute(
    `create table if not exists ${fences} (run_id text primary key, token integer not null)`,
  );
  const storage = new FencedStore(new FencedWorkflows(fenced(client)), takeOver(client), () =>
    client.close(),
  );
  await storage.init();
  return storage;
}
