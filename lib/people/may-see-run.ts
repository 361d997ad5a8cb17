import type { Actor } from './context';

/** Operators and admins see all runs and tasks, and so does the system. */
export const maySeeAllRuns = (actor: Actor): boolean =>
  actor.kind === 'system' || actor.roles.includes('operator') || actor.roles.includes('admin');

/**
 * Requesters see their own runs, operators and admins see all, and so do people asked about a run
 * (`involved`).
 */
export const maySeeRun = (actor: Actor, run: { requesterId: string; involved: boolean }): boolean =>
  maySeeAllRuns(actor) || run.involved || (actor.kind !== 'system' && actor.id === run.requesterId);

export const mayCancelRun = (actor: Actor, run: { requesterId: string }): boolean =>
  maySeeAllRuns(actor) || (actor.kind !== 'system' && actor.id === run.requesterId);
