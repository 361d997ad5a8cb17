import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';
import type { Json, JsonSchema } from '@/db/schema/json';
import type { Suspension } from '@/lib/runs/engine';

/** Half a surrogate pair (text that a program cut) has no canonical form; it counts as the sign that stands for it. */
function wellFormed(value: Json | undefined): Json {
  if (typeof value === 'string') return value.toWellFormed();
  if (Array.isArray(value)) return value.map(wellFormed);
  if (typeof value !== 'object' || value === null) return value ?? null;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key.toWellFormed(), wellFormed(item)]),
  );
}

/**
 * `sha256:` and the hex digest of the canonical JSON (RFC 8785) of what a person is shown:
 * the question's place in its run, the evidence, and the form. An answer carries it back.
 */
export function payloadDigest(
  { workflowId, runId, path, forEachIndex, suspendedAt, payload }: Omit<Suspension, 'turn'>,
  resumeSchema: JsonSchema | null,
): string {
  const shown = canonicalize(
    wellFormed({ workflowId, runId, step: { path, forEachIndex }, suspendedAt, payload, resumeSchema }),
  );
  return `sha256:${createHash('sha256')
    .update(shown ?? '')
    .digest('hex')}`;
}
