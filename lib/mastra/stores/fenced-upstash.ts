import { createHash } from 'node:crypto';
import {
  matchesExpectedWorkflowStatus,
  TABLE_WORKFLOW_SNAPSHOT,
  type WorkflowRun,
} from '@mastra/core/storage';
import type { WorkflowRunState } from '@mastra/core/workflows';
import { WorkflowsUpstash } from '@mastra/upstash';
import { Redis } from '@upstash/redis';
import type { Fence } from '@/lib/engine/types';
import { FencedStore, fenceToWrite, inOrder, versionToClaim, type TakeOver } from './fence';

type Key = { workflowName: string; runId: string };
type Stored = {
  namespace: string;
  workflow_name: string;
  run_id: string;
  resourceId?: string | undefined;
  snapshot: WorkflowRunState;
  createdAt: string;
  updatedAt: string;
};
type Change = (stored: Stored | null) => Stored | null | undefined;
type StateChange = Parameters<WorkflowsUpstash['updateWorkflowState']>[0];
type Persist = Parameters<WorkflowsUpstash['persistWorkflowSnapshot']>[0];

const namespace = 'workflows';
const keyOf = ({ workflowName, runId }: Key) =>
  `${TABLE_WORKFLOW_SNAPSHOT}:namespace:${namespace}:workflow_name:${workflowName}:run_id:${runId}`;
const fenceKeyOf = (runId: string) => `countersign_fences:${runId}`;

/**
 * Writes (or deletes, given an empty value) if the token is the writer's and the value is still the one read.
 */
const compareAndSet = `
if redis.call('GET', KEYS[2]) ~= ARGV[1] then return 'fenced' end
local now = redis.call('GET', KEYS[1])
if (now and redis.sha1hex(now) or '') ~= ARGV[2] then return 'changed' end
if ARGV[3] == '' then redis.call('DEL', KEYS[1]) else redis.call('SET', KEYS[1], ARGV[3]) end
return 'written'`;

const greatest = `
local token = math.max(tonumber(redis.call('GET', KEYS[1]) or '0'), tonumber(ARGV[1]))
redis.call('SET', KEYS[1], string.format('%d', token))
return token`;

const sha1 = (text: string) => createHash('sha1').update(text).digest('hex');
const maxTries = 20;

/**
 * Mastra's store with its own writes. Mastra's ignore the expected status, lose runs that have a resource id,
 * and pass snapshots through Lua, which turns `[]` into `{}` and rounds long numbers. Here Redis only
 * compares bytes.
 */
class FencedWorkflows extends WorkflowsUpstash {
  constructor(
    client: Redis,
    /** The same client without deserialisation. */
    private readonly texts: Redis,
  ) {
    super({ client });
  }

  private async stored(key: Key): Promise<{ text: string | null; value: Stored | null }> {
    const text = await this.texts.get<string>(keyOf(key));
    return { text, value: text === null ? null : (JSON.parse(text) as Stored) };
  }

  /**
   * Changes one record: `change` maps what is stored to what to store, null to delete, undefined to leave it.
   */
  private change(key: Key, change: Change): Promise<void> {
    const fence = fenceToWrite();
    return inOrder(fence, () => this.changeNow(fence, key, change));
  }

  private async changeNow(fence: Fence, key: Key, change: Change): Promise<void> {
    for (let tries = 0; tries < maxTries; tries += 1) {
      const { text, value } = await this.stored(key);
      const next = change(value);
      if (next === undefined) return;
      const args = [
        String(fence.token),
        text === null ? '' : sha1(text),
        next === null ? '' : JSON.stringify(next),
      ];
      const outcome = await this.texts.eval<string[], string>(
        compareAndSet,
        [keyOf(key), fenceKeyOf(fence.runId)],
        args,
      );
      if (outcome === 'written') return;
      if (outcome === 'fenced') fence.lose();
      fence.signal.throwIfAborted();
    }
    throw new Error(`the snapshot of ${key.runId} changed all the time while it was written`);
  }

  private record(key: Key, stored: Stored | null, snapshot: WorkflowRunState): Stored {
    const now = new Date().toISOString();
    return {
      namespace,
      workflow_name: key.workflowName,
      run_id: key.runId,
      createdAt: now,
      ...stored,
      snapshot,
      updatedAt: now,
    };
  }

  override async persistWorkflowSnapshot({
    workflowName,
    runId,
    resourceId,
    snapshot,
    createdAt,
    updatedAt,
  }: Persist): Promise<void> {
    await this.change({ workflowName, runId }, (stored) => ({
      ...this.record({ workflowName, runId }, stored, snapshot),
      resourceId: resourceId ?? stored?.resourceId,
      ...(createdAt && !stored ? { createdAt: createdAt.toISOString() } : {}),
      ...(updatedAt ? { updatedAt: updatedAt.toISOString() } : {}),
    }));
  }

  override async updateWorkflowState(change: StateChange): Promise<WorkflowRunState | undefined> {
    const { workflowName, runId, opts } = change;
    const { expectedStatus, ...changes } = opts;
    const version = versionToClaim(change);
    let written: WorkflowRunState | undefined;
    await this.change({ workflowName, runId }, (stored) => {
      written =
        stored &&
        matchesExpectedWorkflowStatus(stored.snapshot.status, expectedStatus) &&
        (version ?? stored.snapshot.timestamp) === stored.snapshot.timestamp
          ? { ...stored.snapshot, ...changes }
          : undefined;
      return written && this.record({ workflowName, runId }, stored, written);
    });
    return written;
  }

  /** Only the evented engine calls this, and we do not use it. */
  override updateWorkflowResults(): Promise<never> {
    return Promise.reject(new Error('the snapshot store does not take single results'));
  }

  override async loadWorkflowSnapshot({ workflowName, runId }: Key): Promise<WorkflowRunState | null> {
    return (await this.stored({ workflowName, runId })).value?.snapshot ?? null;
  }

  override async getWorkflowRunById({
    runId,
    workflowName,
  }: {
    runId: string;
    workflowName?: string;
  }): Promise<WorkflowRun | null> {
    if (workflowName === undefined) return super.getWorkflowRunById({ runId });
    const { value } = await this.stored({ workflowName, runId });
    return (
      value && {
        workflowName,
        runId,
        snapshot: value.snapshot,
        createdAt: new Date(value.createdAt),
        updatedAt: new Date(value.updatedAt),
        ...(value.resourceId ? { resourceId: value.resourceId } : {}),
      }
    );
  }

  override async deleteWorkflowRunById(key: Key): Promise<void> {
    await this.change(key, (stored) => (stored ? null : undefined));
  }
}

const takeOver =
  (client: Redis): TakeOver =>
  async ({ runId, token }) =>
    Number(await client.eval<string[], number>(greatest, [fenceKeyOf(runId)], [String(token)]));

/** Snapshots in Redis over Upstash's REST protocol, with fencing tokens beside them. */
export async function fencedUpstash({ url, token }: { url: string; token: string }): Promise<FencedStore> {
  const client = new Redis({ url, token, enableTelemetry: false });
  const texts = new Redis({ url, token, enableTelemetry: false, automaticDeserialization: false });
  // Fails early if the token may not write or run scripts. Leaves nothing behind.
  await client.eval<[], number>("return redis.call('DEL', KEYS[1])", ['countersign_opened'], []);
  return new FencedStore(new FencedWorkflows(client, texts), takeOver(client));
}
