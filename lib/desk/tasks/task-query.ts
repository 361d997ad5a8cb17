import { z } from 'zod';
import { taskStates } from '@/db/enums';
import { pageQuery, parseQuery } from '@/lib/base/page-query';

export const taskQuery = z.object({
  scope: z.enum(['mine', 'unclaimed', 'all']).default('mine').meta({
    description:
      '`mine`: tasks you may decide, or could have; `unclaimed`: those of them that nobody has claimed; `all`: every task you may see.',
  }),
  state: z
    .enum([...taskStates, 'closed'])
    .default('open')
    .meta({ description: '`closed`: every task that is not open.' }),
  workflowId: z.string().max(200).optional().meta({ description: 'Only tasks of this workflow.' }),
  q: z
    .string()
    .trim()
    .max(200)
    .optional()
    .meta({ description: 'Words in the title or the requester’s name.' }),
  due: z
    .enum(['overdue', 'today', 'week'])
    .optional()
    .meta({ description: 'Overdue, due within 24 hours, or due within seven days.' }),
  sort: z.enum(['due', 'newest', 'oldest', 'priority']).default('due').meta({
    description: '`due`: soonest due first; `priority`: highest priority first, then oldest.',
  }),
  ...pageQuery,
});

export type TaskQuery = z.infer<typeof taskQuery>;

/** Parses a query string; empty values count as absent. @throws invalid, naming the parameter */
export const parseTaskQuery = (params: Record<string, unknown>): TaskQuery => parseQuery(taskQuery, params);
