import pMap from 'p-map';
import { isDeepStrictEqual } from 'node:util';
import type { Database } from '@/db/client';
import { wordsOf } from '@/lib/base/plain-error';
import { withLease, type Lease } from '@/lib/desk/runs/lease';
import type { Fence } from '@/lib/engine/types';
import type { SnapshotHead, SnapshotKey, SnapshotStore, StoredSnapshot } from '@/lib/engine/snapshot-store';

/**
 * The result for a run: `copied`; `updated`, as it continued after an earlier copy; the `same` in both stores; `conflict`,
 * as the target is newer; `busy`, as a process is driving it; or `failed`.
 */
export type CopyOutcome = 'copied' | 'updated' | 'same' | 'conflict' | 'busy' | 'failed';
export type CopiedRun = { runId: string; outcome: CopyOutcome; snapshots: number; reason?: string };

export type CopyOptions = {
  /** Also copy finished runs, so that their pages and restarts still work. */
  all?: boolean;
  /** Report only, without writing. */
  dryRun?: boolean;
  onRun?: (run: CopiedRun, of: { done: number; total: number }) => void;
};

const finished = new Set<string | null>(['success', 'failed', 'canceled', 'tripwire', 'bailed']);
/** How many runs are copied at once, to hide the latency of the network. */
const atOnce = 8;

type Group = { runId: string; heads: SnapshotHead[]; there: SnapshotHead[] };
type Pair = {
  key: SnapshotKey;
  listedAt: number | undefined;
  from: StoredSnapshot | null;
  to: StoredSnapshot | null;
};

async function headsByRun(store: SnapshotStore): Promise<Map<string, SnapshotHead[]>> {
  const heads: SnapshotHead[] = [];
  for await (const page of store.heads()) heads.push(...page);
  return Map.groupBy(heads, ({ root }) => root);
}

/**
 * The runs to copy, each with its nested snapshots. Includes finished runs that were copied before, to update them.
 */
async function groupsToCopy(from: SnapshotStore, to: SnapshotStore, all: boolean): Promise<Group[]> {
  const [here, there] = [await headsByRun(from), await headsByRun(to)];
  const wanted = [...here].filter(
    ([runId, heads]) => all || there.has(runId) || heads.some(({ status }) => !finished.has(status)),
  );
  return wanted.map(([runId, heads]) => ({ runId, heads, there: there.get(runId) ?? [] }));
}

const idOf = ({ workflowName, runId }: SnapshotKey) => `${workflowName}\0${runId}`;

async function readPairs(from: SnapshotStore, to: SnapshotStore, { heads, there }: Group): Promise<Pair[]> {
  const listed = new Map(heads.map((head) => [idOf(head), head.writtenAt]));
  const keys = new Map(
    [...heads, ...there].map(({ workflowName, runId }) => [
      idOf({ workflowName, runId }),
      { workflowName, runId },
    ]),
  );
  // Sorted, as the order of Redis is arbitrary.
  const inOrder = [...keys].toSorted(([a], [b]) => (a < b ? -1 : 1));
  return Promise.all(
    inOrder.map(async ([id, key]) => ({
      key,
      listedAt: listed.get(id),
      from: await from.read(key),
      to: await to.read(key),
    })),
  );
}

/** Whether both stores have the same snapshot and owner. */
const isSame = ({ from, to }: Pick<Pair, 'from' | 'to'>): boolean =>
  isDeepStrictEqual(
    from && { snapshot: from.snapshot, owner: from.resourceId },
    to && { snapshot: to.snapshot, owner: to.resourceId },
  );

/**
 * Why the target must not be overwritten. Tokens grow with each holder of the run's lease, so the store with the greater
 * token was driven later. After a copy both are equal, and the snapshots' times decide.
 */
function whyNewer(pairs: Pair[], tokens: { from: number; to: number }): string | undefined {
  if (tokens.to > tokens.from) return 'it was driven there after it was driven here';
  if (tokens.to < tokens.from) return undefined;
  const later = pairs.some(
    (pair) =>
      !isSame(pair) && pair.to !== null && (pair.from === null || pair.to.updatedAt > pair.from.updatedAt),
  );
  return later ? 'what is there was written later than what is here' : undefined;
}

async function write(to: SnapshotStore, pairs: Pair[], fence: Fence): Promise<void> {
  if ((await to.takeOver(fence)) !== fence.token)
    throw new Error('somebody drives this run on the other store');
  for (const pair of pairs.filter((one) => !isSame(one))) {
    if (pair.from) await to.write(fence, pair.key, pair.from);
    else await to.remove(fence, pair.key);
    if (!isSame({ from: pair.from, to: await to.read(pair.key) }))
      throw new Error(`the snapshot of ${pair.key.workflowName} is not there as it was written`);
  }
}

type Stores = { db: Database; from: SnapshotStore; to: SnapshotStore };

/** Compares a run in both stores and, if a lease is given, copies it. */
async function copyOne({ from, to }: Stores, group: Group, lease?: Lease): Promise<CopiedRun> {
  const { runId } = group;
  const [pairs, tokenHere, tokenThere] = await Promise.all([
    readPairs(from, to, group),
    from.tokenOf(runId),
    to.tokenOf(runId),
  ]);
  const said = (outcome: CopyOutcome, reason?: string): CopiedRun => ({
    runId,
    outcome,
    snapshots: pairs.length,
    ...(reason === undefined ? {} : { reason }),
  });
  if (pairs.every(isSame)) return said('same');
  const newer = whyNewer(pairs, { from: tokenHere, to: tokenThere });
  if (newer !== undefined) return said('conflict', newer);
  // A run that continued since it was listed may have new snapshots that were not listed.
  if (pairs.some((pair) => pair.from?.updatedAt.getTime() !== pair.listedAt))
    return said('busy', 'it went on meanwhile');
  // With the last driver's token, so that the next driver has a greater one on either store.
  if (lease)
    await write(to, pairs, {
      runId,
      token: tokenHere,
      signal: lease.signal,
      steps: [],
      lose: (cause) => lease.lose(cause),
    });
  return said(group.there.length === 0 ? 'copied' : 'updated');
}

async function copyGroup(stores: Stores, group: Group, dryRun: boolean): Promise<CopiedRun> {
  const { runId } = group;
  try {
    const seen = await copyOne(stores, group);
    if (dryRun || (seen.outcome !== 'copied' && seen.outcome !== 'updated')) return seen;
    const written = await withLease(stores.db, runId, (lease) => copyOne(stores, group, lease));
    return written === 'busy' ? { ...seen, outcome: 'busy', reason: 'somebody drives it just now' } : written;
  } catch (error) {
    return { runId, outcome: 'failed', snapshots: 0, reason: wordsOf(error) };
  }
}

/**
 * Copies unfinished runs between snapshot stores, with the snapshots of nested workflows, items and agents, and reads each
 * back. Copies under the run's lease, so no server drives it in the meantime; never overwrites newer snapshots; can be
 * repeated. @throws if a store cannot be listed
 */
export async function copyRuns(
  stores: Stores,
  { all = false, dryRun = false, onRun }: CopyOptions = {},
): Promise<CopiedRun[]> {
  const groups = await groupsToCopy(stores.from, stores.to, all);
  let done = 0;
  const copy = async (group: Group) => {
    const run = await copyGroup(stores, group, dryRun);
    onRun?.(run, { done: ++done, total: groups.length });
    return run;
  };
  return pMap(groups, copy, { concurrency: atOnce });
}
