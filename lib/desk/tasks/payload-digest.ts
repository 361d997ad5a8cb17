import { createHash, randomBytes } from 'node:crypto';
import type { StoredSchema } from '@/db/schema/json';
import { canonical } from '@/lib/base/canonical';
import type { Suspension } from '@/lib/engine/types';

/** 128 random bits for the digest of a task. */
export const newSalt = (): string => randomBytes(16).toString('base64url');

/**
 * `sha256:` and the hex digest of the canonical JSON (RFC 8785) of a task's place in its run, evidence and form. Decisions
 * send it back. Everybody who sees the task sees the digest, so it includes a secret salt; otherwise short masked values
 * could be guessed. Tasks of older releases have no salt (null).
 */
export function payloadDigest(
  {
    workflowId,
    runId,
    path,
    forEachIndex,
    suspendedAt,
    payload,
  }: Omit<Suspension, 'turn' | 'toolCall' | 'startedAt'>,
  resumeSchema: StoredSchema | null,
  salt: string | null,
): string {
  const question = { workflowId, runId, step: { path, forEachIndex }, suspendedAt, payload, resumeSchema };
  const shown = canonical(salt === null ? question : { ...question, salt });
  return `sha256:${createHash('sha256').update(shown).digest('hex')}`;
}
