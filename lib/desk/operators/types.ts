import type { z } from 'zod';
import type {
  bulkResult,
  finding,
  findingCounts,
  rebuildPreview,
  restartPreview,
  rewindPreview,
} from './shapes';

/** The words of the operator's desk. Pure: pages use them; the shapes beside them are for the server. */
export const findingKinds = [
  'stuck',
  'lost',
  'unreadable',
  'hanging',
  'unanswerable',
  'repeated',
  'failed',
  'lagging',
  'overdue',
  'stale',
  'oversized',
  'recovery',
  'webhooks',
  'deliveries',
  'sweeps',
] as const;
export type FindingKind = (typeof findingKinds)[number];

/** What can safely be done about a finding; each asks for a reason, and is audited. */
export const operatorActions = ['retry', 'restart', 'time-travel', 'rebuild', 'cancel', 'reassign'] as const;
export type OperatorAction = (typeof operatorActions)[number];

/** Findings are counted up to here. */
export const countedUpTo = 100;

export type Finding = z.infer<typeof finding>;
export type FindingCounts = z.infer<typeof findingCounts>;
export type RestartPreview = z.infer<typeof restartPreview>;
export type RewindPreview = z.infer<typeof rewindPreview>;
export type RebuildPreview = z.infer<typeof rebuildPreview>;
export type BulkResult = z.infer<typeof bulkResult>;
