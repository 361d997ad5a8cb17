import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { functionSeconds } from '@/lib/api/http/work-until';

const root = path.resolve(import.meta.dirname, '..');

/** Next reads `maxDuration` from each route's source text, so each has to contain the number. */
describe('routes that change something, and notify others after their response', () => {
  const writes = (file: string) =>
    /\b(POST|PUT|PATCH|DELETE)\b/.test(readFileSync(path.join(root, file), 'utf8'));
  const routes = globSync('app/**/route.ts', { cwd: root }).filter(writes);

  it('say how long a serverless host must let them', () => {
    expect(routes.length).toBeGreaterThan(20);
    const silent = routes.filter(
      (file) =>
        !readFileSync(path.join(root, file), 'utf8').includes(
          `export const maxDuration = ${functionSeconds};`,
        ),
    );
    expect(silent).toEqual([]);
  });

  it('leave that to afterResponse, which also flushes telemetry before the host stops', () => {
    const files = globSync('{app,lib}/**/*.{ts,tsx}', { cwd: root }).filter(
      (file) => !file.includes('.test.'),
    );
    const own = files.filter((file) =>
      /import \{[^}]*\bafter\b[^}]*\} from 'next\/server'/.test(readFileSync(path.join(root, file), 'utf8')),
    );
    expect(own).toEqual(['lib/api/http/after-response.ts']);
  });
});
