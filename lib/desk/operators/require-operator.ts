import { requireScope } from '@/lib/people/require-scope';
import type { Context } from '@/lib/people/context';
import { forbidden } from '@/lib/base/errors';
import { maySeeAllRuns } from '@/lib/people/may-see-run';

/** The operator's desk is for operators and admins. @throws forbidden */
export function requireOperator({ actor }: Pick<Context, 'actor'>): void {
  requireScope({ actor }, 'operations:manage');
  if (!maySeeAllRuns(actor)) throw forbidden('only_operators');
}
