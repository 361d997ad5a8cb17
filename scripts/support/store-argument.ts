import { parseEnv, type WorkflowStoreConfig } from '@/lib/base/env';
import { UsageError } from './command';

const kinds = ['libsql', 'postgres', 'upstash'] as const;
type Kind = (typeof kinds)[number];

/** The variables that locate a store of each kind. */
const variables: Record<Kind, readonly [url: string, ...more: string[]]> = {
  libsql: ['WORKFLOW_DATABASE_URL', 'WORKFLOW_DATABASE_AUTH_TOKEN'],
  postgres: ['POSTGRES_URL', 'POSTGRES_SCHEMA'],
  upstash: ['UPSTASH_REDIS_REST_URL', 'UPSTASH_REDIS_REST_TOKEN'],
};

const isKind = (text: string): text is Kind => (kinds as readonly string[]).includes(text);

function kindOfUrl(text: string): Kind {
  if (/^postgres(ql)?:/.test(text)) return 'postgres';
  if (/^https:\/\/[^/?#]+\.upstash\.io(\/|$)/.test(text)) return 'upstash';
  if (/^(file|libsql|https?|wss?):/.test(text)) return 'libsql';
  throw new UsageError(`"${text}" is no store: give ${kinds.join(', ')}, or a URL.`);
}

/** Refuses secrets in arguments, which other users of the machine can see. */
function refuseSecrets(text: string, prefix: string, kind: Kind): void {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url?.password && !url?.searchParams.has('authToken')) return;
  const [name] = variables[kind];
  throw new UsageError(
    `A secret does not belong into a command: put that URL into ${prefix}${name}, and give ${kind} instead of it.`,
  );
}

/**
 * The store an argument names: a kind, located by FROM_… or TO_… variables or else the app's own; or a URL
 * without secrets, whose token comes only from FROM_… or TO_…, so that it cannot reach another server.
 * @throws UsageError, EnvError
 */
export function storeOf(
  text: string,
  prefix: 'FROM_' | 'TO_',
  source: NodeJS.ProcessEnv,
): WorkflowStoreConfig {
  const kind = isKind(text) ? text : kindOfUrl(text);
  refuseSecrets(text, prefix, kind);
  const [url] = variables[kind];
  const given = Object.fromEntries(variables[kind].map((name) => [name, source[`${prefix}${name}`]]));
  if (!isKind(text)) given[url] = text;
  const own = given[url] ? given : {};
  // A separate store needs none of the app's secrets, and nothing is signed here.
  return parseEnv({
    ...source,
    ...own,
    WORKFLOW_STORE: kind,
    NODE_ENV: 'development',
    AUTH_SECRET: 'not used: nothing is signed by a copy',
  }).workflowStore;
}
