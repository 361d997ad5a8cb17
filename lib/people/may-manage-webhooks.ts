import type { Actor } from './context';
import { maySeeAllRuns } from './may-see-run';

/** Administrators say who is told; operators see what came of it, and may have it sent again. */
export const mayManageWebhooks = (actor: Actor): boolean =>
  actor.kind === 'user' && actor.roles.includes('admin');

export const maySeeWebhooks = maySeeAllRuns;
