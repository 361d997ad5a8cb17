import type { CloseReason, OutboxKind, OutboxState, RunStatus } from '@/db/enums';
import type { ReasonOf } from '@/lib/base/reasons';
import type { AuditVerb } from '@/lib/journal/audit';

/**
 * Where a run goes back to: a decision (reopen), the steps that failed (restart), a step (rewind), or the start of its
 * journal (rebuild).
 */
export type RewindTarget =
  | { to: 'decision'; taskId: string }
  | { to: 'failure'; runId: string }
  | { to: 'step'; runId: string }
  | { to: 'journal'; runId: string };

type Way = {
  /** `decider`: also the person who decided, for as long as the policy allows (may-reopen.ts). */
  who: 'operator' | 'decider';
  /** The statuses that the run may have; null: it must be broken (`isBroken`). */
  from: readonly RunStatus[] | null;
  /** The reason of the conflict for other runs. */
  otherwise: ReasonOf<'conflict'>;
  /** The run must have no such debt. */
  unless: { kinds: readonly OutboxKind[] | 'any'; states: readonly OutboxState[] };
  /** Whether the snapshot is needed. */
  inSnapshot: boolean;
  /** The counter to increase: `revision` for new work, `attempt` for repeating the same work under the same keys. */
  counts: 'revision' | 'attempt';
  /** The kind of debt, and the event. Stored in rows, so these names cannot change. */
  owes: OutboxKind;
  event: AuditVerb;
  /** The close reason of open tasks whose steps run again. */
  closes: CloseReason;
};

const resting = ['suspended', 'success', 'failed'] as const;
const unfinished = ['pending', 'held', 'stuck'] as const;

/** The rules of each way back; everything else is the same for all (rewind-run.ts). */
export const ways = {
  decision: {
    who: 'decider',
    from: resting,
    otherwise: 'run_cannot_reopen',
    // Stuck debts are allowed: reopening an earlier decision helps when a later one cannot be applied.
    unless: { kinds: 'any', states: ['pending', 'held'] },
    inSnapshot: true,
    counts: 'revision',
    owes: 'revise',
    event: 'decision.revised',
    closes: 'decision_reopened',
  },
  failure: {
    who: 'operator',
    from: ['failed'],
    otherwise: 'run_not_failed',
    unless: { kinds: 'any', states: unfinished },
    inSnapshot: true,
    counts: 'attempt',
    owes: 'restart',
    event: 'run.restart_requested',
    closes: 'run_restarted',
  },
  step: {
    who: 'operator',
    from: resting,
    otherwise: 'run_not_rewindable',
    unless: { kinds: 'any', states: unfinished },
    inSnapshot: true,
    counts: 'revision',
    owes: 'time-travel',
    event: 'run.time_travel_requested',
    closes: 'run_rewound',
  },
  journal: {
    who: 'operator',
    from: null,
    otherwise: 'run_not_broken',
    unless: { kinds: ['cancel', 'rebuild'], states: unfinished },
    inSnapshot: false,
    counts: 'attempt',
    owes: 'rebuild',
    event: 'run.rebuild_requested',
    closes: 'run_rebuilt',
  },
} as const satisfies Record<RewindTarget['to'], Way>;
