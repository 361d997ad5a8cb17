import { InMemoryStore } from '@mastra/core/storage';
import { FencedStore, fenceToWrite } from './fence';

const writes = new Set<PropertyKey>([
  'persistWorkflowSnapshot',
  'updateWorkflowState',
  'updateWorkflowResults',
  'deleteWorkflowRunById',
]);

/**
 * Snapshots that live as long as the process. Its methods write before their first await, so checking just
 * before is atomic with the write.
 */
export async function fencedMemory(): Promise<FencedStore> {
  const workflows = await new InMemoryStore().getStore('workflows');
  if (!workflows) throw new Error('the memory store has no workflows domain');
  const tokens = new Map<string, number>();
  const check = () => {
    const fence = fenceToWrite();
    if (tokens.get(fence.runId) !== fence.token) fence.lose();
    fence.signal.throwIfAborted();
  };
  const fenced = new Proxy(workflows, {
    get(target, key) {
      const value: unknown = Reflect.get(target, key, target);
      if (typeof value !== 'function') return value;
      return writes.has(key)
        ? async (...args: unknown[]) => (check(), Reflect.apply(value, target, args))
        : value.bind(target);
    },
  });
  return new FencedStore(fenced, ({ runId, token }) => {
    const newest = Math.max(token, tokens.get(runId) ?? 0);
    tokens.set(runId, newest);
    return Promise.resolve(newest);
  });
}
