import type { CloseReason, OutboxKind, OutboxState, RunStatus } from '@/db/enums';
import type { ReasonOf } from '@/lib/base/reasons';
import type { AuditVerb } from '@/lib/journal/audit';

/**
 * Where a run goes back to: the question of a decision (the task is reopened), the steps it failed in (restarted), a step
 * (rewound), or the beginning of its journal (rebuilt).
 */
export type RewindTarget =
  | { to: 'decision'; taskId: string }
  | { to: 'failure'; runId: string }
  | { to: 'step'; runId: string }
  | { to: 'journal'; runId: string };

type Way = {
  /** `decider`: whoever decided as well, for as long as the step's policy says (may-reopen.ts). */
  who: 'operator' | 'decider';
  /** The statuses that a run can be in; null: it must be broken (`isBroken`). */
  from: readonly RunStatus[] | null;
  /** What is said of a run that is in none of them. */
  otherwise: ReasonOf<'conflict'>;
  /** Nothing of this may be owed to the run. */
  unless: { kinds: readonly OutboxKind[] | 'any'; states: readonly OutboxState[] };
  /** Whether the run goes back in its snapshot, which must be there then. */
  inSnapshot: boolean;
  /** What goes up: the `revision` when steps do new work, the `attempt` when they try the same again, under the same keys. */
  counts: 'revision' | 'attempt';
  /** What is owed, and the event. Rows carry these words, so they stay as they were first chosen. */
  owes: OutboxKind;
  event: AuditVerb;
  /** Why the open tasks close whose steps run again. */
  closes: CloseReason;
};

const resting = ['suspended', 'success', 'failed'] as const;
const unfinished = ['pending', 'held', 'stuck'] as const;

/** The rules of each way back; everything else about it is the same (rewind-run.ts). */
export const ways = {
  decision: {
    who: 'decider',
    from: resting,
    otherwise: 'run_cannot_reopen',
    // Reopening an earlier decision is a way out when applying a later one is stuck.
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
