import path from 'node:path';
import { typesOf } from '@countersign/openapi-types';
import { openApiDocument } from '@/lib/api/openapi/document';

/** The generated file of the client. */
export const clientTypesFile: string = path.resolve(import.meta.dirname, '../../lib/api/client/schema.d.ts');

const banner = '// Made from the API document by `npm run openapi`; a change here is lost at the next.\n';

/** Forms are for browsers without JavaScript. Beside JSON, fields of any name would let any body pass. */
function withoutForms(document: ReturnType<typeof openApiDocument>): object {
  return JSON.parse(JSON.stringify(document), (name, value: unknown) =>
    name === 'application/x-www-form-urlencoded' ? undefined : value,
  ) as object;
}

/** What `lib/api/client/schema.d.ts` has to be for the API as it is now. */
export async function clientTypes(): Promise<string> {
  // Types depend on no setting; the address is only told in `servers`.
  return banner + (await typesOf(withoutForms(openApiDocument({ appUrl: 'http://localhost:3000' }))));
}
