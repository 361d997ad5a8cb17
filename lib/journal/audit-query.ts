import { z } from 'zod';
import { channels } from '@/db/enums';
import { pageQuery, parseQuery } from '@/lib/base/page-query';

const moment = z.union(
  [z.iso.date(), z.iso.datetime({ offset: true })],
  'must be a day such as 2026-11-22 or a time such as 2026-11-22T09:00:00Z',
);
const id = z.string().trim().max(200);

/** The filter of the audit log, shared by page, list and export. */
const auditFilter = z.object({
  run: id.optional().meta({ description: 'The id of a run.' }),
  task: id.optional().meta({ description: 'The id of a task.' }),
  person: id.optional().meta({ description: 'Who acted: an id, email or full name.' }),
  verb: z.string().max(100).optional().meta({ description: 'The kind of event, such as `task.decided`.' }),
  channel: z.enum(channels).optional(),
  from: moment.optional().meta({ description: 'Start of the range, inclusive: a time, or a day in UTC.' }),
  to: moment
    .optional()
    .meta({ description: 'End of the range: a time, exclusive, or a day in UTC, inclusive.' }),
});

export const auditQuery = auditFilter.extend({
  limit: z.coerce
    .number()
    .int()
    .min(1)
    .max(200)
    .default(50)
    .meta({ description: 'The most events to return.' }),
  cursor: pageQuery.cursor,
});

export const auditExportQuery = auditFilter.extend({ format: z.enum(['csv', 'jsonl']) });

export type AuditFilter = z.infer<typeof auditFilter>;
export type AuditQuery = z.infer<typeof auditQuery>;
export type AuditExportQuery = z.infer<typeof auditExportQuery>;

/** Parses a query string; empty values count as absent. @throws invalid, naming the parameter */
export const parseAuditQuery = (params: Record<string, unknown>): AuditQuery =>
  parseQuery(auditQuery, params);
