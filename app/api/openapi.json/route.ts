import { env } from '@/lib/base/env';
import { openApiDocument } from '@/lib/api/openapi/document';
import { route } from '@/lib/api/http/route';

/** The document of this API; everybody may read it. */
export const GET = route(async () => Response.json(openApiDocument(env())));
