import type { z } from 'zod';
import type {
  bulkResult,
  finding,
  findingCounts,
  rebuildPreview,
  restartPreview,
  rewindPreview,
} from './shapes';

/** Apart from shapes.ts, which is only for the server, so that pages can import these. */
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

/** The actions on a finding. Each needs a reason and is audited. */
export const operatorActions = ['retry', 'restart', 'time-travel', 'rebuild', 'cancel', 'reassign'] as const;
export type OperatorAction = (typeof operatorActions)[number];

/** Counting findings stops here. */
export const countedUpTo = 100;

export type Finding = z.infer<typeof finding>;
export type FindingCounts = z.infer<typeof findingCounts>;
export type RestartPreview = z.infer<typeof restartPreview>;
export type RewindPreview = z.infer<typeof rewindPreview>;
export type RebuildPreview = z.infer<typeof rebuildPreview>;
export type BulkResult = z.infer<typeof bulkResult>;
