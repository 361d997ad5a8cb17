import { commit } from '@/lib/journal/commit';
import { networkOf } from '@/lib/accounts/sign-in/client-address';
import { consumeRateLimit } from '@/lib/accounts/sign-in/rate-limit';
import type { Actor } from '@/lib/people/context';
import type { LinkRefusalReason, LinkRefused } from './link-refusal';
import type { LinkContext } from './open-link';

const visitor: Actor = { kind: 'system', name: 'Visitor' };
/** Bad links per address; good ones do not count, as mail scanners open them repeatedly. */
const limit = { window: 60, max: 60 };
const minute = 60_000;

/**
 * Counts and audits a link that did not work, without its token and at most once a minute for each link.
 * @returns the reason for the visitor: `limited` after too many from their address
 */
export async function auditRefusal(
  { db, clock, from }: Pick<LinkContext, 'db' | 'clock' | 'from'>,
  { reason, claims }: LinkRefused,
): Promise<LinkRefusalReason> {
  const network = networkOf(from.address);
  const { allowed } = await consumeRateLimit(db, clock, `link:${network}`, limit);
  const told = allowed ? reason : 'limited';
  const which = told === 'limited' || claims === null ? network : claims.id;
  const key = `link.refused:${told}:${which}:${Math.floor(clock.now().getTime() / minute)}`;
  await commit(
    { db, clock, actor: visitor, channel: 'link' },
    {
      event: {
        verb: 'link.refused',
        ...(claims && { taskId: claims.taskId }),
        key,
        data: {
          reason: told,
          ...from,
          ...(claims && { recipient: claims.recipientId, outcome: claims.outcome }),
        },
      },
    },
  );
  return told;
}
