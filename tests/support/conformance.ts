import { Ajv2020, type AnySchemaObject } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';

type Header = { required?: boolean; $ref?: string };
type Response = { content?: Record<string, unknown>; headers?: Record<string, Header> };
type Responses = Record<string, Response | { $ref: string }>;
export type ApiDocument = {
  paths: Record<string, Record<string, { operationId: string; responses: Responses }>>;
  components: { responses?: Record<string, Response>; headers?: Record<string, Header> };
};

export type Answered = {
  method: string;
  path: string;
  status: number;
  type: string;
  text: string;
  has: (header: string) => boolean;
};
export type Verdict = { operationId: string | null; problems: string[] };

const escaped = (segment: string) => segment.replaceAll('~', '~0').replaceAll('/', '~1');

/** The document's path template for an address; literal segments win over parameters. */
function templateOf({ paths }: ApiDocument, address: string): string | undefined {
  if (paths[address]) return address;
  const given = address.split('/');
  return Object.keys(paths).find((path) => {
    const parts = path.split('/');
    return (
      parts.length === given.length &&
      parts.every((part, index) => part.startsWith('{') || part === given[index])
    );
  });
}

const isRequired = ({ components }: ApiDocument, { required, $ref }: Header) =>
  ($ref ? components.headers?.[$ref.split('/').at(-1) ?? ''] : { required })?.required;

/**
 * Checks responses against an OpenAPI document: unknown addresses, methods, statuses and types, bodies of the
 * wrong shape, and missing headers are problems.
 */
export function conformance(document: ApiDocument): (answer: Answered) => Verdict {
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  addFormats.default(ajv);
  ajv.addSchema(document as AnySchemaObject, 'api');
  return ({ method, path, status, type, text, has }) => {
    const template = templateOf(document, path);
    const verb = method.toLowerCase();
    const operation = template === undefined ? undefined : document.paths[template]?.[verb];
    if (!template || !operation)
      return { operationId: null, problems: [`${method} ${path} is not in the document`] };
    const told = (problems: string[]): Verdict => ({
      operationId: operation.operationId,
      problems: problems.map((problem) => `${operation.operationId} ${status}: ${problem}`),
    });
    const given = operation.responses[status];
    const shared = given && '$ref' in given ? given.$ref.split('/').at(-1)! : null;
    const response =
      shared === null ? (given as Response | undefined) : document.components.responses?.[shared];
    if (!response) return told([`is not among its answers: ${text.slice(0, 300)}`]);
    const missing = Object.entries(response.headers ?? {}).flatMap(([name, header]) =>
      isRequired(document, header) && !has(name) ? [`lacks the header ${name}`] : [],
    );
    if (missing.length > 0) return told(missing);
    const media = type.split(';')[0]?.trim() ?? '';
    if (!response.content) return told(text === '' ? [] : ['has a body, where none is said']);
    if (!response.content[media])
      return told([`is ${media || 'of no type'}, not ${Object.keys(response.content).join(' or ')}`]);
    if (!media.endsWith('json')) return told([]);
    const at =
      shared === null
        ? ['paths', template, verb, 'responses', String(status)]
        : ['components', 'responses', shared];
    const pointer = [...at, 'content', media, 'schema'].map(escaped).map(encodeURIComponent).join('/');
    const valid = ajv.validate({ $ref: `api#/${pointer}` }, JSON.parse(text));
    return told(
      valid
        ? []
        : (ajv.errors ?? [])
            .slice(0, 5)
            .map(
              ({ instancePath, message, params }) =>
                `${instancePath || 'the body'} ${message} ${JSON.stringify(params)}`,
            ),
    );
  };
}
