import { and, asc, count, eq, gt, lte, min, sql } from 'drizzle-orm';
import { auditEvents, auditSeals } from '@/db/schema';
import type { Database } from '@/db/client';
import { noSeal, sealedColumns, sealedHead, sealOf, type SealedEvent } from './seal';
import type { SealKeys } from './seal-keys';

/**
 * `changed`: the event differs from what was sealed, or the events and seals before it were removed · `removed`: sealed
 * but missing · `inserted`: unsealed among sealed events · `seal_changed`, `seal_removed` · `key_unknown`: sealed with a
 * secret that is not configured · `anchor`: the chain does not contain this anchor.
 */
export type FaultKind =
  | 'changed'
  | 'removed'
  | 'inserted'
  | 'seal_changed'
  | 'seal_removed'
  | 'key_unknown'
  | 'anchor';

/** `after`: the `seq` of the event before it that has a seal; null for the first. */
export type Fault = { seq: number; kind: FaultKind; after: number | null };

/** A former head of the chain, recorded outside the database. */
export type Anchor = { seq: number; hash: string };

export type AuditReport = {
  /** Number of events that match their seal. */
  intact: number;
  head: { seq: number; hash: string; sealedAt: string } | null;
  /** Number of events after the last seal, and the time of the oldest. */
  unsealed: { events: number; since: string | null };
  /** All faults are counted; `faults` holds the first 50, in `seq` order. */
  faultCount: number;
  faults: Fault[];
};

type SealRow = { seq: number; hash: string; sealedAt: string };

const pageSize = 1000;
const maxFaults = 50;

/** Reads rows in `seq` order, page by page. */
async function* inOrder<Row extends { seq: number }>(
  page: (after: number) => Promise<Row[]>,
): AsyncGenerator<Row> {
  for (let rows = await page(Number.MIN_SAFE_INTEGER); rows.length > 0; rows = await page(rows.at(-1)!.seq)) {
    yield* rows;
    if (rows.length < pageSize) return;
  }
}

/** Every `seq` up to the head, with its event and its seal where they exist. */
async function* pairs(
  db: Database,
  head: number,
): AsyncGenerator<{ seq: number; event?: SealedEvent; seal?: SealRow }> {
  const { seq, hash } = auditSeals;
  const sealedAt = sql<string>`cast(${auditSeals.sealedAt} as text)`;
  const events = inOrder((after) =>
    db
      .select(sealedColumns)
      .from(auditEvents)
      .where(and(gt(auditEvents.seq, after), lte(auditEvents.seq, head)))
      .orderBy(asc(auditEvents.seq))
      .limit(pageSize),
  );
  const seals = inOrder((after) =>
    db
      .select({ seq, hash, sealedAt })
      .from(auditSeals)
      .where(and(gt(seq, after), lte(seq, head)))
      .orderBy(asc(seq))
      .limit(pageSize),
  );
  let [event, seal] = [(await events.next()).value, (await seals.next()).value];
  while (event || seal) {
    const at = Math.min(event?.seq ?? Infinity, seal?.seq ?? Infinity);
    const mine = { seq: at, ...(event?.seq === at ? { event } : {}), ...(seal?.seq === at ? { seal } : {}) };
    yield mine;
    if (mine.event) event = (await events.next()).value;
    if (mine.seal) seal = (await seals.next()).value;
  }
}

/** Checks the pairs, in order, against the chain. */
class ChainCheck {
  intact = 0;
  faultCount = 0;
  readonly faults: Fault[] = [];
  /** The last seal; `shouldBe` is the seal its event would have, if that differs. */
  private previous: { hash: string; seq: number | null; shouldBe?: string } = { hash: noSeal, seq: null };
  /** The last fault, while the next event can still make its kind more precise. */
  private open: Fault | undefined;

  constructor(private readonly keys: SealKeys) {}

  fault(seq: number, kind: FaultKind): void {
    this.faultCount += 1;
    this.open = { seq, kind, after: this.previous.seq };
    if (this.faults.length < maxFaults) this.faults.push(this.open);
  }

  next({ seq, event, seal }: { seq: number; event?: SealedEvent; seal?: SealRow }): void {
    if (!seal) return this.fault(seq, 'inserted');
    if (!event) this.fault(seq, 'removed');
    const made = event && this.make(event, seal);
    this.previous = {
      hash: seal.hash,
      seq,
      ...(made !== undefined && made !== seal.hash ? { shouldBe: made } : {}),
    };
    if (made === seal.hash) this.open = undefined;
  }

  /** Computes the seal that this event should have, and records a fault if the stored one differs. */
  private make(event: SealedEvent, seal: SealRow): string | undefined {
    const key = this.keys.known.get(seal.hash.split('.', 1)[0] ?? '');
    if (!key) return void this.fault(event.seq, 'key_unknown');
    const sealed = (previous: string) => sealOf(key, previous, event, seal.sealedAt);
    const made = sealed(this.previous.hash);
    if (made === seal.hash) this.intact += 1;
    else if (this.previous.shouldBe !== undefined && sealed(this.previous.shouldBe) === seal.hash) {
      // This seal covers the original value of the previous one, so only the previous seal was changed.
      this.intact += 1;
      if (this.open) this.open.kind = 'seal_changed';
      return seal.hash;
    } else if (this.open?.kind === 'inserted') {
      this.open.kind = 'seal_removed';
      return seal.hash;
    } else this.fault(event.seq, 'changed');
    return made;
  }
}

async function unsealedAfter(db: Database, head: number): Promise<AuditReport['unsealed']> {
  const [row] = await db
    .select({ events: count(), since: min(auditEvents.at) })
    .from(auditEvents)
    .where(gt(auditEvents.seq, head));
  return { events: row?.events ?? 0, since: row?.since?.toISOString() ?? null };
}

/**
 * Checks the whole audit log against its seals, page by page, read-only. Finds every change, removal and insertion among
 * sealed rows. Only an anchor can show that the newest rows were removed together with their seals, or that somebody who
 * has the secret resealed the log.
 */
export async function verifyAudit(
  db: Database,
  keys: SealKeys,
  anchors: Anchor[] = [],
): Promise<AuditReport> {
  const head = await sealedHead(db);
  const check = new ChainCheck(keys);
  if (head) for await (const pair of pairs(db, head.seq)) check.next(pair);
  for (const { seq, hash } of anchors) {
    const [seal] = await db.select({ hash: auditSeals.hash }).from(auditSeals).where(eq(auditSeals.seq, seq));
    if (seal?.hash !== hash) check.fault(seq, 'anchor');
  }
  const { intact, faultCount, faults } = check;
  return {
    intact,
    head: head && { seq: head.seq, hash: head.hash, sealedAt: head.sealedAt.toISOString() },
    unsealed: await unsealedAfter(db, head?.seq ?? 0),
    faultCount,
    faults: faults.toSorted((a, b) => a.seq - b.seq),
  };
}
