import path from 'node:path';
import type { Env } from '@/lib/base/env';
import { startPostgres } from '@/scripts/support/services/postgres';
import { startSqld } from '@/scripts/support/services/sqld';

export const storeKinds = ['files', 'remote'] as const;
export type StoreKind = (typeof storeKinds)[number];

/** Where a fleet's servers keep their data: their configuration, and the app database to inspect. */
export type FleetStores = {
  env: Record<string, string>;
  database: Env['database'];
  close: () => Promise<void>;
};

/**
 * Opens empty stores for a fleet: files in `dir`, or a libSQL server there as the app database with Postgres
 * for snapshots. In the latter case the servers' data folder is one they must never create.
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
