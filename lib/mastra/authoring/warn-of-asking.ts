import { env } from '@/lib/base/env';
import { log } from '@/lib/base/log';

const warned = new Set<string>();

/**
 * Warns developers, once per step, that it carries on after `suspend()`. The engine keeps only the last
 * question and drops the return value, but what the step did in between is done, and will be done again with
 * the answer.
 */
export function warnOfAsking(step: string, asked: number, returned: unknown): void {
  const fault =
    asked > 1
      ? 'calls suspend() more than once in one execution; only the last question is asked'
      : asked === 1 && returned !== undefined
        ? 'returns a value after suspend(); the value is dropped'
        : undefined;
  if (fault === undefined || env().production || warned.has(step)) return;
  warned.add(step);
  log.warn(`a step ${fault}; write \`return suspend(…)\``, { step });
}
