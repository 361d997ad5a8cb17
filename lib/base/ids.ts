import { createHash, randomBytes } from 'node:crypto';

type Prefix = 'can' | 'dec' | 'aud' | 'req' | 'grp' | 'usr' | 'sig' | 'post' | 'call' | 'swp' | 'whk' | 'key';

/** A new random id of 128 bits, such as `dec_8Jc…` (base64url). */
export function newId(prefix: Prefix): string {
  return `${prefix}_${randomBytes(16).toString('base64url')}`;
}

/**
 * The id of the task for one suspension: a digest of what makes the suspension unique, so that projecting the
 * same snapshot twice, in any process, yields the same task.
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
 * The idempotency key of a step's side effect. A digest, so that it fits any key store. `at`: the position of
 * the execution, outermost step first; `taskId`: the task whose answer it was given.
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

/** The `webhook-id` of a test delivery, which carries no event. */
export const testDeliveryId = (): string => `msg_${randomBytes(16).toString('base64url')}`;

/** The `webhook-id` of one event for one endpoint: the same for all attempts, in any process. */
export const deliveryIdFor = (endpointId: string, seq: number, type: string): string =>
  `msg_${createHash('sha256')
    .update(JSON.stringify([endpointId, seq, type]))
    .digest()
    .subarray(0, 16)
    .toString('base64url')}`;
