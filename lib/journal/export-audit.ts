import { and, lte, max } from 'drizzle-orm';
import { auditEvents } from '@/db/schema';
import { requireScope } from '@/lib/people/require-scope';
import type { Context } from '@/lib/people/context';
import { notFound } from '@/lib/base/errors';
import { maySeeAudit } from '@/lib/people/may-see-audit';
import type { AuditExportQuery, AuditFilter } from './audit-query';
import { commit } from './commit';
import { csvRecord } from './csv';
import { auditRows, auditWhereClause, entryOf, olderThan } from './list-audit';
import type { AuditEntry } from './types';

const pageSize = 500;

/** Pages of all matching entries up to the event `upTo`, newest first. */
async function* entries(
  { db }: Pick<Context, 'db'>,
  filter: AuditFilter,
  upTo: number,
): AsyncGenerator<AuditEntry[]> {
  const where = and(await auditWhereClause(db, filter), lte(auditEvents.seq, upTo));
  let rows = await auditRows(db, where, pageSize);
  while (rows.length > 0) {
    yield rows.map(entryOf);
    const { event } = rows.at(-1)!;
    rows =
      rows.length < pageSize
        ? []
        : await auditRows(db, and(where, olderThan([event.at.getTime(), event.seq])), pageSize);
  }
}

const columns = [
  'seq',
  'at',
  'verb',
  'actorKind',
  'actorId',
  'actorName',
  'channel',
  'runId',
  'runTitle',
  'taskId',
  'taskTitle',
  'data',
  'seal',
];

const record = ({ seq, at, verb, by, channel, runId, runTitle, taskId, taskTitle, data, seal }: AuditEntry) =>
  csvRecord([
    seq,
    at,
    verb,
    by.kind,
    by.id,
    by.name,
    channel,
    runId,
    runTitle,
    taskId,
    taskTitle,
    JSON.stringify(data),
    seal,
  ]);

const formats = {
  csv: { type: 'text/csv; charset=utf-8; header=present', head: csvRecord(columns), line: record },
  jsonl: {
    type: 'application/jsonl; charset=utf-8',
    head: '',
    line: (entry: AuditEntry) => `${JSON.stringify(entry)}\n`,
  },
};

async function* text(
  pages: AsyncIterable<AuditEntry[]>,
  { head, line }: (typeof formats)['csv'],
): AsyncGenerator<string> {
  if (head !== '') yield head;
  for await (const page of pages) yield page.map(line).join('');
}

export type AuditExport = { type: string; name: string; body: AsyncGenerator<string> };

/**
 * All matching entries of the audit log as CSV or JSON lines, newest first. The export is itself audited, before the
 * first byte is sent; it does not contain that event.
 * @throws not_found (actor may not see the log), forbidden (key without the scope)
 */
export async function exportAudit(
  ctx: Context,
  { format, ...filter }: AuditExportQuery,
): Promise<AuditExport> {
  requireScope(ctx, 'audit:read');
  if (!maySeeAudit(ctx.actor)) throw notFound('page');
  const [newest] = await ctx.db.select({ seq: max(auditEvents.seq) }).from(auditEvents);
  const upTo = newest?.seq ?? 0;
  await commit(ctx, {
    event: {
      verb: 'audit.exported',
      data: {
        format,
        filter: Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined)),
        upTo,
      },
    },
  });
  const day = ctx.clock.now().toISOString().slice(0, 10);
  return {
    type: formats[format].type,
    name: `audit-${day}.${format}`,
    body: text(entries(ctx, filter, upTo), formats[format]),
  };
}
