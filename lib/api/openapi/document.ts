import { z } from 'zod';
import {
  createDocument,
  type oas31,
  type ZodOpenApiOperationObject,
  type ZodOpenApiPathsObject,
} from 'zod-openapi';
import { isHttps, sessionCookieNames } from '@/lib/accounts/sign-in/cookies';
import type { Env } from '@/lib/base/env';
import { json } from '@/lib/base/shapes';
import { signalName } from '@/lib/engine/signal-name';
import packageJson from '@/package.json' with { type: 'json' };
import { documented } from '@/lib/api/operations';
import { idempotencyKeyHeader } from '@/lib/api/operations/headers';
import { tags, type Described } from '@/lib/api/operations/operation';
import { isOurs, responsesOf } from './responses';

const pathParams: Record<string, z.ZodType> = {
  runId: z.string().meta({ description: 'The id of a run.', param: { id: 'RunId' } }),
  taskId: z.string().meta({ description: 'The id of a task.', param: { id: 'TaskId' } }),
  endpointId: z.string().meta({ description: 'The id of a webhook.', param: { id: 'EndpointId' } }),
  deliveryId: z.string().meta({ description: 'The id of a delivery: its `webhook-id`.' }),
  keyId: z
    .string()
    .meta({ description: 'The id of an API key, not the key itself.', param: { id: 'KeyId' } }),
  name: signalName.meta({ description: 'The name of the signal.', example: 'payment.settled' }),
};

const introduction = `The approval desk for Mastra workflows. A *run* is one request; where its workflow waits for people, a *task* asks them; the *decision* on it is written down before the run goes on.

- **Who calls.** A program sends an API key as a bearer token; each call names the scope that it needs. With a session cookie, writes must carry the \`Origin\` of the desk.
- **Refusals** are \`application/problem+json\` (RFC 9457) with a \`code\`, a \`reason\` that says which refusal of that code it is, and \`issues\` when values do not fit. A program tells refusals apart by \`code\` and \`reason\`; \`detail\` is for people. What one may not see is \`not_found\`.
- **Lists** come in pages: \`items\`, and \`nextCursor\` for the next one.
- **Waiting.** What sets a run in motion is recorded and then done. \`Prefer: wait=10\` waits for it; otherwise, or when it takes longer, the answer is 202.
- **Trying again.** Every write takes an \`Idempotency-Key\`; with the same key it is done once, however often it is sent.
- **Limits.** Each key and each person has a budget of reads and one of writes a minute, told by \`RateLimit-Policy\` and \`RateLimit\`.

Times are ISO 8601 in UTC.`;

const paramsOf = (path: string) => [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);

/** Every write of a session or a key takes an `Idempotency-Key`. */
function headersOf(operation: Described): { header?: z.ZodObject } {
  const { method, headers } = operation;
  if (!isOurs(operation) || method === 'get') return headers ? { header: headers } : {};
  return { header: z.object({ ...headers?.shape, 'Idempotency-Key': idempotencyKeyHeader }) };
}

const security: Record<NonNullable<Described['auth']>, oas31.SecurityRequirementObject[]> = {
  none: [],
  cron: [{ cronSecret: [] }],
  metrics: [{ metricsToken: [] }],
};

function told(operation: Described): ZodOpenApiOperationObject {
  const { id, tag, summary, description, auth, scope, path, query, body, example, form } = operation;
  const params = paramsOf(path);
  return {
    operationId: id,
    tags: [tag],
    summary,
    ...(description ? { description } : {}),
    security: auth ? security[auth] : [{ session: [] }, ...(scope ? [{ apiKey: [scope] }] : [])],
    requestParams: {
      ...(params.length > 0
        ? { path: z.object(Object.fromEntries(params.map((name) => [name, pathParams[name] ?? z.string()]))) }
        : {}),
      ...(query ? { query } : {}),
      ...headersOf(operation),
    },
    ...(body
      ? {
          requestBody: {
            required: !body.safeParse(undefined).success,
            content: {
              'application/json': { schema: body, ...(example === undefined ? {} : { example }) },
              ...(form
                ? {
                    'application/x-www-form-urlencoded': {
                      schema: {
                        type: 'object',
                        description:
                          'The same as fields named by their paths, `items[0].sku`; a name that is no plain word is a JSON string in brackets, `rates["2026"]`.',
                      },
                    },
                  }
                : {}),
            },
          },
        }
      : {}),
    responses: responsesOf(operation),
  };
}

/** OpenAPI 3.1 of everything under `/api`, made from the schemas that routes and verbs parse by. */
export function openApiDocument(settings: Pick<Env, 'appUrl'>): oas31.OpenAPIObject {
  const paths: ZodOpenApiPathsObject = {};
  for (const operation of documented)
    paths[operation.path] = { ...paths[operation.path], [operation.method]: told(operation) };
  return createDocument(
    {
      openapi: '3.1.0',
      info: {
        title: 'Countersign',
        version: packageJson.version,
        description: introduction,
        license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
      },
      servers: [{ url: settings.appUrl, description: 'This desk.' }],
      tags: Object.entries(tags).map(([name, description]) => ({ name, description })),
      paths,
      components: {
        securitySchemes: {
          session: {
            type: 'apiKey',
            in: 'cookie',
            name: sessionCookieNames[isHttps(settings) ? 0 : 1],
            description:
              'The session of somebody who signed in, as `signIn` sets it. Writes must carry the `Origin` of the desk.',
          },
          apiKey: {
            type: 'http',
            scheme: 'bearer',
            description:
              'An API key (`cs_…`) with the scope that the call names. Made under Settings, API keys, or by `createApiKey`; also taken as `X-Api-Key`.',
          },
          cronSecret: { type: 'http', scheme: 'bearer', description: 'CRON_SECRET, for the scheduler.' },
          metricsToken: { type: 'http', scheme: 'bearer', description: 'METRICS_TOKEN, for the collector.' },
        },
      },
    },
    {
      override: ({ jsonSchema, zodSchema }) => {
        // The format is enough; the pattern would take half a page.
        if (jsonSchema.format === 'date-time' || jsonSchema.format === 'date') delete jsonSchema.pattern;
        // Names in JSON are strings, always.
        if (JSON.stringify(jsonSchema.propertyNames) === '{"type":"string"}') delete jsonSchema.propertyNames;
        // An empty schema allows any value; most generators cannot follow a recursive one.
        if (Object.is(zodSchema, json)) delete jsonSchema.anyOf;
      },
    },
  );
}
