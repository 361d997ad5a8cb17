import type { Actor } from './context';

const oversees = (actor: Actor) =>
  actor.kind === 'system' || actor.roles.includes('operator') || actor.roles.includes('admin');

/**
 * Requesters see their own runs, operators and admins see all, and so do people asked about a run
 * (`involved`).
 */
export const maySeeRun = (actor: Actor, run: { requesterId: string; involved: boolean }): boolean =>
  oversees(actor) || run.involved || (actor.kind !== 'system' && actor.id === run.requesterId);

export const mayCancelRun = (actor: Actor, run: { requesterId: string }): boolean =>
  oversees(actor) || (actor.kind !== 'system' && actor.id === run.requesterId);

export const maySeeAllRuns = oversees;
