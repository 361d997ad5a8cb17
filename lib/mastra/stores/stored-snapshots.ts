import type { WorkflowsStorage } from '@mastra/core/storage';
import type { WorkflowRunState } from '@mastra/core/workflows';
import { openClient } from '@/db/client';
import type { WorkflowStoreConfig } from '@/lib/base/env';
import type { SnapshotHead, SnapshotStore } from '@/lib/engine/snapshot-store';
import { type FencedStore, underFence } from './fence';
import { openStorage, workflowStoreOf } from './storage';

/** What differs per kind of store; the rest goes through Mastra's port. */
type Listing = Pick<SnapshotStore, 'heads' | 'tokenOf' | 'close'>;

type Row = {
  workflow_name: string;
  run_id: string;
  root: string | null;
  status: string | null;
  updated: string | number | Date;
};

const table = 'mastra_workflow_snapshot';
const fences = 'countersign_fences';
const pageSize = 1000;

/** `root` comes from the request context stored in each snapshot, nested ones included. */
const head = ({ workflow_name: workflowName, run_id: runId, root, status, updated }: Row): SnapshotHead => ({
  workflowName,
  runId,
  root: root ?? runId,
  status,
  writtenAt: new Date(updated).getTime(),
});

async function* pages(next: (after: [string, string]) => Promise<Row[]>): AsyncGenerator<SnapshotHead[]> {
  for (let after: [string, string] = ['', '']; ;) {
    const rows = await next(after);
    yield rows.map(head);
    const last = rows.at(-1);
    if (!last || rows.length < pageSize) return;
    after = [last.workflow_name, last.run_id];
  }
}

function libsqlListing(config: Extract<WorkflowStoreConfig, { kind: 'libsql' }>): Listing {
  const client = openClient(config);
  const of = (path: string) => `case when json_valid(snapshot, 9) then json_extract(snapshot, '${path}') end`;
  const sql = `select workflow_name, run_id, ${of('$.requestContext.countersign.runId')} as root, ${of('$.status')} as status, updatedAt as updated
    from ${table} where (workflow_name, run_id) > (?, ?) order by workflow_name, run_id limit ${pageSize}`;
  return {
    heads: () =>
      pages(async (after) => (await client.execute({ sql, args: after })).rows as unknown as Row[]),
    tokenOf: async (runId) =>
      Number(
        (await client.execute({ sql: `select token from ${fences} where run_id = ?`, args: [runId] })).rows[0]
          ?.token ?? 0,
      ),
    close: () => Promise.resolve(client.close()),
  };
}

async function postgresListing({
  url,
  schema,
}: Extract<WorkflowStoreConfig, { kind: 'postgres' }>): Promise<Listing> {
  const { escapeIdentifier, Pool } = await import('pg');
  const pool = new Pool({ connectionString: url, max: 4 });
  pool.on('error', () => undefined);
  const own = escapeIdentifier(schema);
  const query = `select workflow_name, run_id, snapshot -> 'requestContext' -> 'countersign' ->> 'runId' as root, snapshot ->> 'status' as status, coalesce("updatedAtZ", "updatedAt") as updated
    from ${own}.${table} where (workflow_name, run_id) > ($1, $2) order by workflow_name, run_id limit ${pageSize}`;
  return {
    heads: () => pages(async (after) => (await pool.query<Row>(query, after)).rows),
    tokenOf: async (runId) =>
      Number(
        (await pool.query<{ token: string }>(`select token from ${own}.${fences} where run_id = $1`, [runId]))
          .rows[0]?.token ?? 0,
      ),
    close: () => pool.end(),
  };
}

/** The head of a snapshot stored as text. A damaged one counts as its own root. */
function headOfText(key: string, text: string): SnapshotHead {
  const [, workflowName = '', runId = ''] = /:workflow_name:(.*):run_id:(.*)$/s.exec(key) ?? [];
  try {
    const { snapshot, updatedAt } = JSON.parse(text) as {
      snapshot: { status: string; requestContext?: { countersign?: { runId?: string } } };
      updatedAt: string;
    };
    return head({
      workflow_name: workflowName,
      run_id: runId,
      root: snapshot.requestContext?.countersign?.runId ?? null,
      status: snapshot.status,
      updated: updatedAt,
    });
  } catch {
    return { workflowName, runId, root: runId, status: null, writtenAt: 0 };
  }
}

async function upstashListing({
  url,
  token,
}: Extract<WorkflowStoreConfig, { kind: 'upstash' }>): Promise<Listing> {
  const { Redis } = await import('@upstash/redis');
  const redis = new Redis({ url, token, enableTelemetry: false, automaticDeserialization: false });
  async function* heads(): AsyncGenerator<SnapshotHead[]> {
    for (let cursor = '0'; ;) {
      const [next, keys]: [string, string[]] = await redis.scan(cursor, {
        match: `${table}:namespace:workflows:*`,
        count: 100,
      });
      const texts = keys.length === 0 ? [] : await redis.mget<(string | null)[]>(...keys);
      yield keys.flatMap((key, index) =>
        typeof texts[index] === 'string' ? [headOfText(key, texts[index])] : [],
      );
      cursor = String(next);
      if (cursor === '0') return;
    }
  }
  return {
    heads,
    tokenOf: async (runId) => Number((await redis.get<string>(`${fences}:${runId}`)) ?? 0),
    close: () => Promise.resolve(),
  };
}

function listingOf(config: WorkflowStoreConfig): Listing | Promise<Listing> {
  switch (config.kind) {
    case 'libsql':
      return libsqlListing(config);
    case 'postgres':
      return postgresListing(config);
    case 'upstash':
      return upstashListing(config);
    case 'memory':
      throw new Error('what is kept in memory cannot be reached from another process');
  }
}

function snapshotsIn(storage: FencedStore, store: WorkflowsStorage, listing: Listing): SnapshotStore {
  return {
    ...listing,
    takeOver: (fence) => storage.takeOver(fence),
    async read(key) {
      const run = await store.getWorkflowRunById(key);
      if (!run) return null;
      const { snapshot, resourceId, createdAt, updatedAt } = run;
      if (typeof snapshot === 'string') throw new Error(`the snapshot of ${key.workflowName} is damaged`);
      return { snapshot, resourceId: resourceId ?? null, createdAt, updatedAt };
    },
    write: (fence, key, { snapshot, resourceId, createdAt, updatedAt }) =>
      underFence(fence, () =>
        store.persistWorkflowSnapshot({
          ...key,
          snapshot: snapshot as WorkflowRunState,
          ...(resourceId === null ? {} : { resourceId }),
          createdAt,
          updatedAt,
        }),
      ),
    remove: (fence, key) => underFence(fence, () => store.deleteWorkflowRunById(key)),
    async close() {
      try {
        await listing.close();
      } finally {
        await storage.close();
      }
    },
  };
}

/** Opens a store to copy snapshots from or to; creates its tables if they are missing. */
export async function openSnapshots(config: WorkflowStoreConfig): Promise<SnapshotStore> {
  const storage = await openStorage(config);
  try {
    return snapshotsIn(storage, await workflowStoreOf(storage), await listingOf(config));
  } catch (error) {
    await storage.close();
    throw error;
  }
}
