import { z } from 'zod';
import { requireScope } from '@/lib/people/require-scope';
import type { Context } from '@/lib/people/context';
import { notFound } from '@/lib/base/errors';
import { pageQuery, parseQuery, type Page } from '@/lib/base/page-query';
import { maySeeAllRuns } from '@/lib/people/may-see-run';
import { andThen, inOneTrip, read, together, type Read } from '@/lib/base/reads';
import { stuckDeliveriesRead } from '@/lib/tell/messages/stuck-deliveries';
import { failingEndpointsRead } from '@/lib/tell/webhooks/failing-endpoints';
import {
  countedUpTo,
  findingKinds,
  type Finding,
  type FindingCounts,
  type FindingKind,
} from '@/lib/desk/operators/types';
import { lateSweepsRead } from './late-sweeps';
import { findingPage, rowFindingsRead, type Slice } from './row-findings';

export const findingQuery = z.object({
  kind: z.enum(findingKinds).optional(),
  ...pageQuery,
});
export type FindingQuery = z.infer<typeof findingQuery>;

/** Reads a query string; empty values count as absent. @throws invalid naming the parameter. */
export const parseFindingQuery = (params: Record<string, unknown>): FindingQuery =>
  parseQuery(findingQuery, params);

/** Kinds that are not paged. */
const few = { sweeps: lateSweepsRead, webhooks: failingEndpointsRead, deliveries: stuckDeliveriesRead };
const isFew = (kind: FindingKind): kind is keyof typeof few => kind in few;

function requireOverseer({ actor }: Context): void {
  requireScope({ actor }, 'operations:manage');
  if (!maySeeAllRuns(actor)) throw notFound('page');
}

/**
 * One page of the findings of one kind.
 * @throws not_found for everybody but operators and administrators
 */
export function findingsRead(ctx: Context, kind: FindingKind, query: Slice): Read<Page<Finding>> {
  requireOverseer(ctx);
  return isFew(kind)
    ? andThen(few[kind](ctx), (items) => ({ items, nextCursor: null }))
    : rowFindingsRead(ctx, kind, query);
}

export const listFindings = async (ctx: Context, kind: FindingKind, query: Slice): Promise<Page<Finding>> =>
  inOneTrip(ctx.db, findingsRead(ctx, kind, query));

/**
 * The number of findings of each kind, each counted up to `countedUpTo`. Not scoped: callers must check
 * authority.
 */
export function everyCountRead(ctx: Pick<Context, 'db' | 'clock'>): Read<FindingCounts> {
  const counted = (kind: FindingKind): Read<number> =>
    isFew(kind)
      ? andThen(few[kind](ctx), ({ length }) => length)
      : read([findingPage(ctx, kind, { limit: countedUpTo - 1 })], ([{ length }]) => length);
  return together(
    Object.fromEntries(findingKinds.map((kind) => [kind, counted(kind)])) as Record<
      FindingKind,
      Read<number>
    >,
  );
}

/**
 * The same for the actor.
 * @throws not_found for everybody but operators and administrators
 */
export function findingCountsRead(ctx: Context): Read<FindingCounts> {
  requireOverseer(ctx);
  return everyCountRead(ctx);
}

export const countFindings = async (ctx: Context): Promise<FindingCounts> =>
  inOneTrip(ctx.db, findingCountsRead(ctx));
