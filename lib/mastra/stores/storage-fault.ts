import { isAway } from '@/db/away';
import { causesOf } from '@/db/causes';
import { awayFault, innermost, libsqlFault } from '@/db/libsql-fault';
import type { WorkflowStoreConfig } from '@/lib/base/env';

type Postgres = Extract<WorkflowStoreConfig, { kind: 'postgres' }>;
type Upstash = Extract<WorkflowStoreConfig, { kind: 'upstash' }>;

/** Configuration mistakes by SQLSTATE. */
function postgresFault(error: unknown, { url, schema }: Postgres): string {
  const { host, username, password } = new URL(url);
  const [user, at] = [decodeURIComponent(username), `Postgres at ${host}`];
  const why = innermost(error, url, password, decodeURIComponent(password));
  const was = (code: string) => causesOf(error).some((one) => one.code === code);
  if (was('28P01'))
    return `${at} refuses the password of the user "${user}", or does not know the user; correct POSTGRES_URL.`;
  if (was('28000'))
    return `${at} does not let the user "${user}" in (${why}); correct POSTGRES_URL, or the server's pg_hba.conf.`;
  if (was('3D000')) return `${at} has no such database (${why}); make it, or correct POSTGRES_URL.`;
  if (was('42501'))
    return `The user "${user}" may not make or use tables in the schema "${schema}" of ${at} (${why}); grant it USAGE and CREATE there, or give another POSTGRES_SCHEMA.`;
  if (!password && /SASL|password/.test(why)) return `${at} asks for a password; write it into POSTGRES_URL.`;
  return isAway(error)
    ? awayFault(error, 'workflow store', host, 'POSTGRES_URL')
    : `${at} cannot be used as the workflow store: ${why}; check POSTGRES_URL.`;
}

function upstashFault(error: unknown, { url, token }: Upstash): string {
  const { host } = new URL(url);
  const why = innermost(error, token, url);
  const says = (pattern: RegExp) => causesOf(error).some(({ message }) => pattern.test(message));
  if (says(/WRONGPASS|Unauthorized/))
    return `Upstash at ${host} refuses its token, which is wrong or is another database's; set UPSTASH_REDIS_REST_TOKEN to the one of this database.`;
  if (says(/NOPERM/))
    return `The token of Upstash at ${host} may not write; set UPSTASH_REDIS_REST_TOKEN to the one that may read and write.`;
  if (isAway(error)) return awayFault(error, 'workflow store', host, 'UPSTASH_REDIS_REST_URL');
  return `What answers at ${host} does not speak Upstash's REST protocol (${why}); correct UPSTASH_REDIS_REST_URL.`;
}

/** Why the snapshot store could not be opened: one sentence saying what to change, without secrets. */
export function storageFault(error: unknown, config: WorkflowStoreConfig): string {
  switch (config.kind) {
    case 'libsql':
      return libsqlFault(error, 'workflow store', config);
    case 'postgres':
      return postgresFault(error, config);
    case 'upstash':
      return upstashFault(error, config);
    case 'memory':
      return `The workflow store in memory cannot be used: ${innermost(error)}.`;
  }
}
