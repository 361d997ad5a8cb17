import { z } from 'zod';
import { taskStates } from '@/db/enums';
import { pageQuery, parseQuery } from '@/lib/base/page-query';

export const taskQuery = z.object({
  scope: z.enum(['mine', 'unclaimed', 'all']).default('mine').meta({
    description:
      '`mine`: those I may answer (or could have); `unclaimed`: of these, those nobody has taken; `all`: every task I may see.',
  }),
  state: z
    .enum([...taskStates, 'closed'])
    .default('open')
    .meta({ description: '`closed`: all that are not open.' }),
  workflowId: z.string().max(200).optional().meta({ description: 'Only those of this workflow.' }),
  q: z
    .string()
    .trim()
    .max(200)
    .optional()
    .meta({ description: 'Words in the title or in the name of the requester.' }),
  due: z
    .enum(['overdue', 'today', 'week'])
    .optional()
    .meta({ description: 'Due by now, within 24 hours, or within seven days.' }),
  sort: z.enum(['due', 'newest', 'oldest', 'priority']).default('due').meta({
    description: '`due`: the most pressing first; `priority`: the most urgent first, then the oldest.',
  }),
  ...pageQuery,
});

export type TaskQuery = z.infer<typeof taskQuery>;

/** Reads a query string; empty values count as absent. @throws invalid naming the parameter. */
export const parseTaskQuery = (params: Record<string, unknown>): TaskQuery => parseQuery(taskQuery, params);
