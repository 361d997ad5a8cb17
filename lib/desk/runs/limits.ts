import type { RunFindingKind } from '@/db/enums';
import { env } from '@/lib/base/env';
import { fault, invalid, tooLarge } from '@/lib/base/errors';
import { jsonLosses } from '@/lib/base/schema/json-losses';
import { issuesBelow } from '@/lib/base/schema/form-data-error';

/**
 * Refuses input that a snapshot cannot store without loss, or that is too large to be stored with every step.
 * @throws invalid (with paths below `input`), too_large
 */
export function checkInput(input: unknown): void {
  const losses = jsonLosses(input, { strict: true });
  if (losses.length > 0)
    throw invalid(
      issuesBelow(
        'input',
        losses.map(({ path, what }) => fault(path, 'lossy', { loss: what })),
      ),
    );
  const bytes = Buffer.byteLength(JSON.stringify(input) ?? '');
  const limit = env().limits.inputBytes;
  if (bytes > limit) throw tooLarge('input_too_large', { bytes, limit });
}

/**
 * A snapshot passed a size limit. The run continues even past the hard limit, so that no decision waits for an
 * operator.
 */
export type SizeFinding = {
  kind: Extract<RunFindingKind, 'run.snapshot_large' | 'run.snapshot_too_large'>;
  bytes: number;
  limit: number;
};

/** The limits that a snapshot passed since its size was last recorded. */
export function sizeFindings(before: number | null, bytes: number): SizeFinding[] {
  const { warnBytes, maxBytes } = env().limits;
  const passed = (limit: number) => bytes > limit && (before ?? 0) <= limit;
  return [
    ...(passed(warnBytes) ? [{ kind: 'run.snapshot_large' as const, bytes, limit: warnBytes }] : []),
    ...(passed(maxBytes) ? [{ kind: 'run.snapshot_too_large' as const, bytes, limit: maxBytes }] : []),
  ];
}
