import { createHash, randomBytes } from 'node:crypto';

type Prefix = 'can' | 'dec' | 'aud' | 'req' | 'grp' | 'usr' | 'sig' | 'post' | 'call' | 'swp' | 'whk' | 'key';

/** A new random id, 128 bits, such as `dec_8Jc…` (base64url). */
export function newId(prefix: Prefix): string {
  return `${prefix}_${randomBytes(16).toString('base64url')}`;
}

/**
 * The id of the task that mirrors one suspension. It is a digest of what makes the suspension unique,
 * so projecting the same snapshot twice, in any process, names the same task.
 */
export function taskIdFor(
  runId: string,
  path: readonly string[],
  forEachIndex: number | null,
  suspendedAt: number,
): string {
  const key = JSON.stringify([runId, path, forEachIndex, suspendedAt]);
  return `task_${createHash('sha256').update(key).digest().subarray(0, 16).toString('base64url')}`;
}

/**
 * What a step's side effect is known by outside, of one length for every store of keys. `at` says where the execution
 * stands, from the outermost step inwards; `taskId` whose answer it was given.
 */
export function idempotencyKeyFor(
  run: { id: string; revision: number },
  at: readonly { id: string; index: number | null; round: number | null }[],
  taskId: string | null,
): string {
  const key = JSON.stringify([
    run.id,
    run.revision,
    at.map(({ id, index, round }) => [id, index, round]),
    taskId,
  ]);
  return `idem_${createHash('sha256').update(key).digest().subarray(0, 24).toString('base64url')}`;
}

/** The `webhook-id` of a test, which tells of no event. */
export const testDeliveryId = (): string => `msg_${randomBytes(16).toString('base64url')}`;

/** The `webhook-id` of what one endpoint is told of one event: the same for all tries, in any process. */
export const deliveryIdFor = (endpointId: string, seq: number, type: string): string =>
  `msg_${createHash('sha256')
    .update(JSON.stringify([endpointId, seq, type]))
    .digest()
    .subarray(0, 16)
    .toString('base64url')}`;
