import { AppError } from '@/lib/base/errors';
import { sentenceOf } from '@/lib/base/reasons';
import type { BulkResult } from './types';

/** Does one thing to each of several, one after the other; what is refused of one does not keep the others back. */
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
