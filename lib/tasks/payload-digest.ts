import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';
import type { JsonSchema } from '@/db/schema/json';
import type { Suspension } from '@/lib/runs/engine';

/**
 * `sha256:` and the hex digest of the canonical JSON (RFC 8785) of what a person is shown:
 * the question's place in its run, the evidence, and the form. An answer carries it back.
 */
export function payloadDigest({ workflowId, runId, path, forEachIndex, suspendedAt, payload }: Suspension, resumeSchema: JsonSchema | null): string {
  const shown = canonicalize({ workflowId, runId, step: { path, forEachIndex }, suspendedAt, payload, resumeSchema });
  return `sha256:${createHash('sha256').update(shown ?? '').digest('hex')}`;
}
