/** The shapes of the operator's desk as pages and API give them; times are ISO 8601 in UTC. */

export const findingKinds = ['stuck', 'lost', 'unreadable', 'failed', 'lagging', 'overdue', 'stale', 'oversized', 'sweeps'] as const;
export type FindingKind = (typeof findingKinds)[number];

/** What can safely be done about a finding; each asks for a reason, and is audited. */
export const operatorActions = ['retry', 'restart', 'time-travel', 'rebuild', 'cancel', 'reassign'] as const;
export type OperatorAction = (typeof operatorActions)[number];

/** One thing that needs an operator's eyes. `reason` is in words; `since` is when it began to be so. */
export type Finding = {
  kind: FindingKind;
  id: string;
  runId: string | null;
  taskId: string | null;
  title: string;
  workflowTitle: string | null;
  reason: string;
  /** Words of the engine or of what was called, for those who repair. */
  detail: string | null;
  since: string;
  actions: OperatorAction[];
};

/** How many of each kind there are, counted up to `countedUpTo`. */
export type FindingCounts = Record<FindingKind, number>;
export const countedUpTo = 100;

/** What runs again: the steps that do their work again, and the questions that are asked again. */
export type AgainPreview = { runsAgain: string[]; askedAgain: string[] };

/** Answers that the failed step had been given are given to it again. */
export type RestartPreview = AgainPreview & { runId: string; failedAt: string[]; answersKept: string[] };

export type TimeTravelPreview = { runId: string; places: (AgainPreview & { step: string[]; title: string })[] };

/** `answers`: those recorded, in their order; an agent's question is asked anew, others only if the run asks otherwise. */
export type RebuildPreview = AgainPreview & { runId: string; answers: { title: string; outcome: string; by: string; at: string; askedAnew: boolean }[] };

export type BulkResult = { id: string; ok: true } | { id: string; ok: false; code: string; detail: string };
