import type { Json, StoredError } from '@/db/schema/json';
import type { Actor } from '@/lib/people/context';
import { maySeeAllRuns } from '@/lib/people/may-see-run';
import { readable } from '@/lib/base/readable/readable';
import { isRecord } from '@/lib/base/schema/types';
import { runTexts } from '@/lib/base/texts/runs';

/**
 * What went wrong with a run, as far as this actor may be told. Errors quote stores, addresses and evidence: operators
 * read them, everybody else a sentence with the id that operators find the run and its log by.
 */
export function toldFault(
  actor: Actor,
  run: { id: string; status: string; error: StoredError | null },
): StoredError | null {
  if (run.error === null) return null;
  // Why a guardrail, or the desk, stopped an agent was written to be read.
  const isMeant = maySeeAllRuns(actor) || run.status === 'tripwire' || run.error.meant === true;
  return {
    message: isMeant ? readable(run.error.message) : runTexts.failed.reference(run.id),
    step: run.error.step,
  };
}

/** Where events of a run keep what the engine or a store said. */
const faults = new Set(['error', 'losses']);

/** The facts of an event in a run's history, without what only operators may read. */
export function toldFacts(actor: Actor, data: Json): Json {
  if (maySeeAllRuns(actor) || !isRecord(data)) return data;
  return Object.fromEntries(Object.entries(data).filter(([key]) => !faults.has(key))) as Json;
}
