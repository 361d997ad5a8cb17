import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { clientTypes, clientTypesFile } from './support/client-types';

it('is up to date with the API; if not: npm run openapi', async () => {
  expect(
    readFileSync(clientTypesFile, 'utf8') === (await clientTypes()),
    'lib/api/client/schema.d.ts is not what the document says; npm run openapi makes it anew',
  ).toBe(true);
});
