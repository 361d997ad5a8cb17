/** `npm run openapi`: regenerates the client's types after a change of the API. */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { clientTypes, clientTypesFile } from './support/client-types';

writeFileSync(clientTypesFile, await clientTypes());
console.log(`Wrote ${path.relative(process.cwd(), clientTypesFile)}.`);
