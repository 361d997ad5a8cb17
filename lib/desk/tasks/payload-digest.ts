import { createHash, randomBytes } from 'node:crypto';
import type { StoredSchema } from '@/db/schema/json';
import { canonical } from '@/lib/base/canonical';
import type { Suspension } from '@/lib/engine/types';

/** 128 random bits for the digest of one question. */
export const newSalt = (): string => randomBytes(16).toString('base64url');

/**
 * `sha256:` and the hex digest of the canonical JSON (RFC 8785) of what a person is shown: the question's place in its
 * run, the evidence, and the form. An answer carries it back. Everybody who sees the task sees the digest, so a salt that
 * is kept with the task and shown to nobody goes in: a short value that is masked cannot be found by trying all.
 * Tasks of releases before the salt have none (null).
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
