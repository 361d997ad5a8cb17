import { requireScope } from '@/lib/people/require-scope';
import type { Context } from '@/lib/people/context';
import { forbidden } from '@/lib/base/errors';
import { maySeeAllRuns } from '@/lib/people/may-see-run';

/** Only operators and admins may go on. @throws forbidden */
export function requireOperator({ actor }: Pick<Context, 'actor'>): void {
  requireScope({ actor }, 'operations:manage');
  if (!maySeeAllRuns(actor)) throw forbidden('only_operators');
}
