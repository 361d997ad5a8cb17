import { globSync, readFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { databaseForTest } from './support/database';
import { forbiddenPaths } from './support/module-graph';

const root = path.resolve(import.meta.dirname, '..');
const needsServer =
  /^(node:|@mastra\/|@libsql\/|drizzle-orm|better-auth(?!\/(react|client))|next\/(headers|server)|server-only)/;

/**
 * Components and client pages may only use types and pure modules of lib. Lint sees direct imports only; this
 * follows all of them, so that a "pure" module cannot pull in the database.
 */
describe('what the browser gets', () => {
  const files = globSync('{app,components}/**/*.{ts,tsx}', { cwd: root }).filter(
    (file) => !file.includes('.test.'),
  );
  const entries = files.filter(
    (file) =>
      file.startsWith('components') ||
      /^['"]use client['"]/.test(readFileSync(path.join(root, file), 'utf8')),
  );

  it('reaches no module that needs a server', () => {
    expect(entries.length).toBeGreaterThan(0);
    expect(
      entries.flatMap((entry) =>
        forbiddenPaths(path.join(root, entry), root, (source) => needsServer.test(source)),
      ),
    ).toEqual([]);
  });

  it('fails with the path of imports', async () => {
    const { dir } = await databaseForTest();
    const write = async (file: string, code: string) => {
      await mkdir(path.dirname(path.join(dir, file)), { recursive: true });
      await writeFile(path.join(dir, file), code);
    };
    await write(
      'components/card.tsx',
      `import type { Env } from '@/lib/base/env';\nimport { money } from '@/lib/format';\nexport const Card = (env: Env) => <p>{money(env)}</p>;`,
    );
    await write('lib/format/index.ts', `export * from './money';`);
    await write(
      'lib/format/money.ts',
      `import { readFileSync } from 'node:fs';\nexport const money = readFileSync;`,
    );
    await write(
      'lib/base/env.ts',
      `import { mkdirSync } from 'node:fs';\nexport type Env = typeof mkdirSync;`,
    );
    expect(
      forbiddenPaths(path.join(dir, 'components/card.tsx'), dir, (source) => needsServer.test(source)),
    ).toEqual(['components/card.tsx > lib/format/index.ts > lib/format/money.ts > node:fs']);
  });
});
