import pMap from 'p-map';
import type { Client } from '@libsql/client';
import type { MastraCompositeStore, WorkflowsStorage } from '@mastra/core/storage';
import { log } from '@/lib/base/log';
import { resultsOf } from '@/lib/mastra/inspect/snapshot-tree';
import { contextKey, rootOf } from '@/lib/mastra/authoring/step-context';

/** What a store has of one run, without its steps. `status` null: it exists but cannot be read. */
type SnapshotHead = {
  runId: string;
  workflowName: string;
  status: string | null;
  waiting: string[];
  since: number[];
  /** The run being driven when it was written, from its request context; null: the desk was not driving. */
  root: string | null;
};

/** A waiting snapshot, whichever program wrote it. */
export type WaitingSnapshot = { runId: string; workflowName: string; resourceId: string | null };

/** Cheap reads over many snapshots. Mastra's port can only list whole ones. */
export type SnapshotList = {
  /**
   * Suspended snapshots after a cursor, those of one run id together. May include others: `heads` tells which
   * do wait. `next` is null on the last page.
   */
  suspended(
    after: string | null,
    limit: number,
  ): Promise<{ snapshots: WaitingSnapshot[]; next: string | null }>;
  heads(keys: readonly { runId: string; workflowName: string }[]): Promise<SnapshotHead[]>;
};

const table = 'mastra_workflow_snapshot';
// Strict, because a damaged blob would otherwise fail the whole query.
const readable = 'json_valid(snapshot, 9)';
const status = `case when ${readable} then json_extract(snapshot, '$.status') end`;

const bytes = (...parts: (string | number)[]) =>
  `x'${Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part) : Buffer.of(part)))).toString('hex')}'`;
/** `"status":"suspended"` as JSON text, and as JSONB: a header of size and kind before each of the two. */
const marks = [
  bytes('"status":"suspended"'),
  bytes(0x67, 'status', 0x97, 'suspended'),
  bytes(0x67, 'status', 0x9a, 'suspended'),
];
/**
 * True for every waiting snapshot and some others, because steps have a status too. Other programs open the
 * same file, and SQLite 3.40 refuses one whose schema names JSONB or `json_valid(x, 9)`, so it uses only old
 * functions.
 */
const mayWait = `(${marks.map((mark) => `instr(cast(snapshot as blob), ${mark}) > 0`).join(' or ')})`;

/**
 * Creates an index of little more than the waiting snapshots, so that finished ones cost nothing. Runs when
 * the store is opened.
 */
export async function indexSnapshots(client: Client): Promise<void> {
  try {
    await client.batch(
      [
        'drop index if exists countersign_waiting',
        `create index if not exists countersign_waits on ${table} (run_id, workflow_name, resourceId) where ${mayWait}`,
      ],
      'write',
    );
  } catch (error) {
    log.warn('the index over waiting runs could not be made; finding them is slow', { error });
  }
}

/** The query for one page of waiting runs. Exported so that a test can check its plan. */
export const waitingPage = `select run_id, workflow_name, resourceId from ${table} where ${mayWait} and run_id > ? order by run_id, workflow_name limit ?`;

/**
 * When each step began to wait. The run's input is stored among the steps, and any value there may be any
 * JSON.
 */
const since = `(select json_group_array(value ->> '$.suspendedAt') filter
    (where type = 'object' and key <> 'input' and case when type = 'object' then value ->> '$.status' end = 'suspended')
  from json_each(snapshot, '$.context'))`;
const times = (column: unknown): number[] =>
  (JSON.parse(String(column ?? '[]')) as unknown[]).filter((time) => typeof time === 'number');

/**
 * For libSQL files and servers: a page is one index read, and `heads` is one query for any number of runs.
 */
export function libsqlSnapshots(client: Client): SnapshotList {
  return {
    async suspended(after, limit) {
      const { rows } = await client.execute({
        sql: waitingPage,
        args: [after ?? '', limit],
      });
      const found = rows.map((row) => ({
        runId: String(row.run_id),
        workflowName: String(row.workflow_name),
        resourceId: row.resourceId === null ? null : String(row.resourceId),
      }));
      if (found.length < limit) return { snapshots: found, next: null };
      // The last run's snapshots may continue on the next page, so they all go there.
      const last = found.at(-1)?.runId;
      const whole = found.filter(({ runId }) => runId !== last);
      return whole.length > 0
        ? { snapshots: whole, next: whole.at(-1)?.runId ?? null }
        : { snapshots: found, next: last ?? null };
    },
    async heads(keys) {
      const { rows } = await client.execute({
        sql: `select run_id, workflow_name, ${status} as status, case when ${readable} then (select json_group_array(key) from json_each(snapshot, '$.suspendedPaths')) end as waiting,
            case when ${readable} then ${since} end as since,
            case when ${readable} then json_extract(snapshot, '$.requestContext.${contextKey}.runId') end as root
          from ${table} where (workflow_name, run_id) in (select value ->> 0, value ->> 1 from json_each(?))`,
        args: [JSON.stringify(keys.map(({ workflowName, runId }) => [workflowName, runId]))],
      });
      return rows.map((row) => ({
        runId: String(row.run_id),
        workflowName: String(row.workflow_name),
        status: row.status === null ? null : String(row.status),
        since: times(row.since),
        root: row.root === null ? null : String(row.root),
        waiting: row.waiting === null ? [] : (JSON.parse(String(row.waiting)) as string[]),
      }));
    },
  };
}

/** So that a long list of runs does not take all connections from the runs being driven. */
const readsAtOnce = 8;

/** For other stores, over Mastra's own port: reads whole snapshots, so a page is bounded but not cheap. */
function anySnapshots(store: WorkflowsStorage): SnapshotList {
  return {
    async suspended(after, limit) {
      const page = Number(after ?? 0);
      const { runs } = await store.listWorkflowRuns({ status: 'suspended', page, perPage: limit });
      const snapshots = runs.map(({ runId, workflowName, resourceId }) => ({
        runId,
        workflowName,
        resourceId: resourceId ?? null,
      }));
      return { snapshots, next: runs.length < limit ? null : String(page + 1) };
    },
    async heads(keys) {
      const found = await pMap(
        keys,
        async ({ runId, workflowName }) => {
          const run = await store.getWorkflowRunById({ runId, workflowName });
          if (!run) return [];
          const { snapshot } = run;
          // A snapshot that is not JSON comes back as text.
          if (typeof snapshot === 'string')
            return [{ runId, workflowName, status: null, waiting: [], since: [], root: null }];
          const began = resultsOf(snapshot).flatMap(([, { status: state, suspendedAt }]) =>
            state === 'suspended' && suspendedAt ? [suspendedAt] : [],
          );
          return [
            {
              runId,
              workflowName,
              status: snapshot.status,
              waiting: Object.keys(snapshot.suspendedPaths ?? {}),
              since: began,
              root: rootOf(snapshot),
            },
          ];
        },
        { concurrency: readsAtOnce },
      );
      return found.flat();
    },
  };
}

const lists = new WeakMap<MastraCompositeStore, SnapshotList>();

/** Registers a cheaper way to list an opened store's snapshots than Mastra's port. */
export const listSnapshotsBy = (storage: MastraCompositeStore, list: SnapshotList): void =>
  void lists.set(storage, list);

export const snapshotsOf = (storage: MastraCompositeStore, store: WorkflowsStorage): SnapshotList =>
  lists.get(storage) ?? anySnapshots(store);
