import { AppError } from '@/lib/base/errors';
import { sentenceOf } from '@/lib/base/reasons';
import type { BulkResult } from './types';

/** Does the work for each id in turn; a refusal for one does not stop the others. */
export async function forEachOf(
  ids: readonly string[],
  work: (id: string) => Promise<unknown>,
): Promise<BulkResult[]> {
  const results: BulkResult[] = [];
  for (const id of new Set(ids)) {
    try {
      await work(id);
      results.push({ id, ok: true });
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      const { code, reason } = error;
      results.push({ id, ok: false, code, reason, detail: sentenceOf(error) });
    }
  }
  return results;
}
