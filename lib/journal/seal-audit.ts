import { asc, gt, sql } from 'drizzle-orm';
import { auditEvents, auditSeals } from '@/db/schema';
import type { Context } from '@/lib/people/context';
import { env } from '@/lib/base/env';
import { forbidden } from '@/lib/base/errors';
import { log } from '@/lib/base/log';
import { noSeal, sealedColumns, sealedHead, sealOf } from './seal';
import { sealKeys, type SealKeys } from './seal-keys';

const perBatch = 500;
const batchesPerCall = 10;

type SealContext = Pick<Context, 'actor' | 'db' | 'clock'>;

/**
 * Seals the events after the head in one statement, which does nothing if another process has moved the head since.
 * Events commit in `seq` order, so no event can appear later between those read here.
 */
async function sealNext({ db, clock }: SealContext, keys: SealKeys): Promise<number> {
  const head = await sealedHead(db);
  const events = await db
    .select(sealedColumns)
    .from(auditEvents)
    .where(gt(auditEvents.seq, head?.seq ?? 0))
    .orderBy(asc(auditEvents.seq))
    .limit(perBatch);
  if (events.length === 0) return 0;
  const sealedAt = clock.now().getTime();
  let previous = head?.hash ?? noSeal;
  const seals = events.map((event) => [
    event.seq,
    (previous = sealOf(keys.current, previous, event, String(sealedAt))),
  ]);
  const { rowsAffected } = await db.run(sql`insert into ${auditSeals} (seq, hash, sealed_at)
    select value ->> 0, value ->> 1, ${sealedAt} from json_each(${JSON.stringify(seals)})
    where (select max(seq) from ${auditSeals}) is ${head?.seq ?? null} order by key`);
  if (rowsAffected === 0) return 0;
  // The log is stored elsewhere, so this anchor exposes a chain that was replaced as a whole (`audit:verify
  // --anchor`).
  log.info('audit sealed', { events: events.length, anchor: `${events.at(-1)!.seq}:${previous}` });
  return events.length;
}

/**
 * Seals the audit events that are not sealed yet, oldest first, up to 5,000 a call. Any number of processes may run it
 * at once: each event is sealed once, in one chain. @throws forbidden unless the actor is the system
 * @returns how many events this call sealed
 */
export async function sealAudit(ctx: SealContext, keys = sealKeys(env())): Promise<number> {
  if (ctx.actor.kind !== 'system') throw forbidden('only_system');
  let sealed = 0;
  for (let batch = 0; batch < batchesPerCall; batch++) {
    const now = await sealNext(ctx, keys);
    sealed += now;
    if (now < perBatch) break;
  }
  return sealed;
}
