import path from 'node:path';
import type { Env } from '@/lib/base/env';
import { startPostgres } from '@/scripts/support/services/postgres';
import { startSqld } from '@/scripts/support/services/sqld';

export const storeKinds = ['files', 'remote'] as const;
export type StoreKind = (typeof storeKinds)[number];

/** Where all servers of a fleet keep their data: how they are configured for it, and the app database to look into. */
export type FleetStores = {
  env: Record<string, string>;
  database: Env['database'];
  close: () => Promise<void>;
};

/**
 * Opens empty stores for a fleet: files in `dir`; or a libSQL server with its files there as the app database, and
 * Postgres for the snapshots. With the latter the data folder of the servers is one that they must not make.
 */
export async function openStores(kind: StoreKind, dir: string): Promise<FleetStores> {
  if (kind === 'files')
    return {
      env: { DATA_DIR: dir },
      database: { url: `file:${path.join(dir, 'app.db')}`, authToken: undefined },
      close: () => Promise.resolve(),
    };
  const sqld = await startSqld(dir);
  const postgres = await startPostgres();
  return {
    env: {
      DATA_DIR: path.join(dir, 'untouched'),
      DATABASE_URL: sqld.url,
      DATABASE_AUTH_TOKEN: sqld.authToken,
      WORKFLOW_STORE: 'postgres',
      POSTGRES_URL: postgres.url,
    },
    database: { url: sqld.url, authToken: sqld.authToken },
    close: async () => {
      await sqld.stop();
      await postgres.stop();
    },
  };
}
