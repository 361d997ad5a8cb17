import type { Client } from '@libsql/client';
import type { MastraCompositeStore, WorkflowsStorage } from '@mastra/core/storage';
import { log } from '@/lib/base/log';
import { resultsOf } from '@/lib/mastra/inspect/snapshot-tree';
import { contextKey, rootOf } from '@/lib/mastra/authoring/step-context';

/** What a store has of one run, without its steps. `status` null: there is something, and it cannot be read. */
type SnapshotHead = {
  runId: string;
  workflowName: string;
  status: string | null;
  waiting: string[];
  since: number[];
  /** The run in whose drive it was written, as its request context says; null: nobody of ours drove it. */
  root: string | null;
};

/** A snapshot that waits, of whatever program. */
export type WaitingSnapshot = { runId: string; workflowName: string; resourceId: string | null };

/** Cheap questions about many snapshots; Mastra's own port only has lists of whole ones. */
export type SnapshotList = {
  /**
   * Suspended snapshots after a cursor, those of one run id together, and maybe others: `heads` says which do wait.
   * `next` null: that was the last of them.
   */
  suspended(
    after: string | null,
    limit: number,
  ): Promise<{ snapshots: WaitingSnapshot[]; next: string | null }>;
  heads(keys: readonly { runId: string; workflowName: string }[]): Promise<SnapshotHead[]>;
};

const table = 'mastra_workflow_snapshot';
// Strict, since a damaged blob would otherwise fail the whole query.
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
 * Holds for every snapshot that waits, and for some that do not: their steps have a status, too. It stands in the schema of
 * a file that other programs open, so it has only what SQLite has had for long; 3.40 knows neither JSONB nor
 * `json_valid(x, 9)`, and refuses a file whose schema names them.
 */
const mayWait = `(${marks.map((mark) => `instr(cast(snapshot as blob), ${mark}) > 0`).join(' or ')})`;

/** The index holds little more than the snapshots that wait, so finished ones cost nothing. Made when the store is opened. */
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

/** The statement behind one page of waiting runs. Exported so that a test can ask for its query plan. */
export const waitingPage = `select run_id, workflow_name, resourceId from ${table} where ${mayWait} and run_id > ? order by run_id, workflow_name limit ?`;

/** When each of its steps began to wait. The run's input stands among the steps, and any of them may be any JSON. */
const since = `(select json_group_array(value ->> '$.suspendedAt') filter
    (where type = 'object' and key <> 'input' and case when type = 'object' then value ->> '$.status' end = 'suspended')
  from json_each(snapshot, '$.context'))`;
const times = (column: unknown): number[] =>
  (JSON.parse(String(column ?? '[]')) as unknown[]).filter((time) => typeof time === 'number');

/** On LibSQL files and servers: a page is one read of the index, `heads` one query whatever their number. */
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
      // The snapshots of the last run may go on behind the page: they come together in the next one.
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

/** On any other store, through Mastra's own port: pages of whole snapshots, so bounded, but not cheap. */
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
      const found = await Promise.all(
        keys.map(async ({ runId, workflowName }) => {
          const run = await store.getWorkflowRunById({ runId, workflowName });
          if (!run) return [];
          const { snapshot } = run;
          // A snapshot that is no JSON comes back as text.
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
        }),
      );
      return found.flat();
    },
  };
}

const lists = new WeakMap<MastraCompositeStore, SnapshotList>();

/** Says how the snapshots of an opened store are listed, where there is a cheaper way than Mastra's port. */
export const listSnapshotsBy = (storage: MastraCompositeStore, list: SnapshotList): void =>
  void lists.set(storage, list);

export const snapshotsOf = (storage: MastraCompositeStore, store: WorkflowsStorage): SnapshotList =>
  lists.get(storage) ?? anySnapshots(store);
