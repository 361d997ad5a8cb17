import type { Actor } from './context';
import { maySeeAllRuns } from './may-see-run';

/** Admins manage endpoints; operators see deliveries and may resend them. */
export const mayManageWebhooks = (actor: Actor): boolean =>
  actor.kind === 'user' && actor.roles.includes('admin');

export const maySeeWebhooks = maySeeAllRuns;
