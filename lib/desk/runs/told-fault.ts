import type { Json, StoredError } from '@/db/schema/json';
import type { Actor } from '@/lib/people/context';
import { maySeeAllRuns } from '@/lib/people/may-see-run';
import { readable } from '@/lib/base/readable/readable';
import { isRecord } from '@/lib/base/schema/types';
import { runTexts } from '@/lib/base/texts/runs';

/**
 * The error of a run as this actor may see it. Errors may quote stores, addresses and evidence, so only operators see
 * them; others get a sentence with the run's id, by which operators find it in the log.
 */
export function toldFault(
  actor: Actor,
  run: { id: string; status: string; error: StoredError | null },
): StoredError | null {
  if (run.error === null) return null;
  // The reasons why a guardrail or the desk stopped an agent are written for people.
  const isMeant = maySeeAllRuns(actor) || run.status === 'tripwire' || run.error.meant === true;
  return {
    message: isMeant ? readable(run.error.message) : runTexts.failed.reference(run.id),
    step: run.error.step,
  };
}

/** The keys of an event's data that may contain errors of the engine or a store. */
const faults = new Set(['error', 'losses']);

/** An event's data, without what only operators may see. */
export function toldFacts(actor: Actor, data: Json): Json {
  if (maySeeAllRuns(actor) || !isRecord(data)) return data;
  return Object.fromEntries(Object.entries(data).filter(([key]) => !faults.has(key))) as Json;
}
