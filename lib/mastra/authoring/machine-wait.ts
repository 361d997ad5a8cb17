import { z } from 'zod';
import type { RunFacts } from '@/lib/engine/types';
import { signalName } from '@/lib/engine/signal-name';
import { metadataKey, type HumanTask } from './human-task';
import { callable, duration, onExpiry } from './rules';

type Timing<Resume> = Pick<HumanTask<unknown, Resume>, 'due' | 'onExpiry'> & { title?: string };

/** Waits for a `POST /api/signals/{name}` with this key; its data is the answer. */
type EventWait<Payload, Resume> = Timing<Resume> & {
  event: { name: string; key: string | ((payload: Payload, run: RunFacts) => string) };
};

/** Waits until the function returns an answer. The sweep calls it at once and then after every `every`. */
type CheckWait<Payload, Resume> = Timing<Resume> & {
  check: (payload: Payload, run: RunFacts) => Promise<Resume | null>;
  every: string;
};

export type MachineWait<Payload, Resume> = EventWait<Payload, Resume> | CheckWait<Payload, Resume>;

const timing = {
  title: z.string().min(1).optional(),
  due: duration.optional(),
  onExpiry: onExpiry.optional(),
};

const eventWait = z.strictObject({
  ...timing,
  event: z.strictObject({ name: signalName, key: z.union([z.string().min(1).max(300), callable]) }),
});
const checkWait = z.strictObject({ ...timing, check: callable, every: duration });

/** The policy as checked at boot: either an event or a check, and no unknown keys. */
export const machineWaitSchema = z
  .custom<object>(
    (value) => typeof value === 'object' && value !== null && 'event' in value !== 'check' in value,
    'must have either event or check',
  )
  .pipe(z.union([eventWait, checkWait]))
  .refine((policy) => policy.onExpiry === undefined || policy.due !== undefined, {
    path: ['onExpiry'],
    message: 'needs a due time',
  });

/**
 * Metadata for a Mastra step that waits for a machine: `createStep({ …, metadata: machineWait({ event: {
 * name, key } }) })` or `machineWait({ check, every })`. The step suspends as usual and gets the answer as
 * its `resumeData`.
 */
export function machineWait<Payload = unknown, Resume = unknown>(
  policy: MachineWait<Payload, Resume>,
): Record<string, unknown> {
  return { [metadataKey]: { machineWait: policy } };
}

/** The policy an author put on a step, unvalidated; undefined when there is none. */
export function machineWaitOf(
  metadata: Record<string, unknown> | undefined,
): MachineWait<unknown, unknown> | undefined {
  const ours = metadata?.[metadataKey];
  return typeof ours === 'object' && ours !== null && 'machineWait' in ours
    ? (ours.machineWait as MachineWait<unknown, unknown>)
    : undefined;
}
