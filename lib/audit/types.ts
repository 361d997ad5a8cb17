import type { ActorKind, Channel } from '@/db/enums';
import type { Json } from '@/db/schema/json';

/** One event of the audit log, with the present titles of what it is about. */
export type AuditEntry = {
  seq: number;
  verb: string;
  at: string;
  by: { kind: ActorKind; id: string; name: string };
  channel: Channel;
  runId: string | null;
  runTitle: string | null;
  taskId: string | null;
  taskTitle: string | null;
  data: Json;
  /** The seal of this event in the chain; null while it is not sealed. */
  seal: string | null;
};

/** How far the log is sealed. Whether the seals hold is what `npm run audit:verify` finds out. */
export type SealStatus = { head: { seq: number; seal: string; at: string } | null; unsealed: number };
