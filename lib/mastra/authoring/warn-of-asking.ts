import { env } from '@/lib/base/env';
import { log } from '@/lib/base/log';

const warned = new Set<string>();

/**
 * Tells whoever writes a step, in development and once for each step, that it goes on after `suspend()`. The engine keeps
 * the last question only and drops what the step returns, but what it did meanwhile is done, and done again with the answer.
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
