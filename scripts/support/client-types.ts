import path from 'node:path';
import { typesOf } from '@countersign/openapi-types';
import { openApiDocument } from '@/lib/api/openapi/document';

/** The client's generated types. */
export const clientTypesFile: string = path.resolve(import.meta.dirname, '../../lib/api/client/schema.d.ts');

const banner = '// Made from the API document by `npm run openapi`; a change here is lost at the next.\n';

/**
 * Leaves out forms, which are for browsers without JavaScript. Their free field names would make any body
 * type-check.
 */
function withoutForms(document: ReturnType<typeof openApiDocument>): object {
  return JSON.parse(JSON.stringify(document), (name, value: unknown) =>
    name === 'application/x-www-form-urlencoded' ? undefined : value,
  ) as object;
}

/** What `lib/api/client/schema.d.ts` should be for the current API. */
export async function clientTypes(): Promise<string> {
  // Types do not depend on settings; the URL only appears in `servers`.
  return banner + (await typesOf(withoutForms(openApiDocument({ appUrl: 'http://localhost:3000' }))));
}
