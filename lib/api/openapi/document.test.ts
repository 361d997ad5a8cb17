import { createConfig, lintFromString } from '@redocly/openapi-core';
import { describe, expect, test } from 'vitest';
import { openApiDocument } from './document';
import { documented } from '@/lib/api/operations';

const document = openApiDocument({ appUrl: 'https://desk.countersign.test' });

/** Problems found by Redocly's recommended rules; offline, since the document has no external references. */
async function lint(source: string): Promise<string[]> {
  // The health, readiness and public document calls refuse nobody, so those three have no 4xx.
  const config = await createConfig({ extends: ['recommended'], rules: { 'operation-4xx-response': 'off' } });
  const problems = await lintFromString({ source, config });
  return problems.map(
    ({ ruleId, message, location }) => `${ruleId}: ${message} ${location[0]?.pointer ?? ''}`,
  );
}

describe('the API document', () => {
  test.each(documented.flatMap(({ id, body, example }) => (body ? [[id, body, example] as const] : [])))(
    '%s takes its example',
    (_, body, example) => {
      expect(example).toBeDefined();
      expect(body.safeParse(example)).toMatchObject({ success: true });
    },
  );

  test('passes a linter', async () => {
    expect(await lint(JSON.stringify(document))).toEqual([]);
  });

  test('fails the linter with a mistake in it', async () => {
    const wrong = {
      ...document,
      paths: {
        ...document.paths,
        '/api/none/{id}': {
          get: {
            operationId: 'getRun',
            responses: {
              200: { content: { 'application/json': { schema: { $ref: '#/components/schemas/None' } } } },
            },
          },
        },
      },
    };
    const found = (await lint(JSON.stringify(wrong))).map((line) => line.split(':')[0]);
    expect(found).toEqual(
      expect.arrayContaining([
        'no-unresolved-refs',
        'operation-operationId-unique',
        'path-parameters-defined',
      ]),
    );
  });
});
