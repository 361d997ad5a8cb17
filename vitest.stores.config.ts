import { defineConfig } from 'vitest/config';
import base from './vitest.config.ts';

/** Every store on a real server; apart from the unit tests because the servers must be installed. */
export default defineConfig({ ...base, test: { ...base.test, include: ['tests/stores/**/*.test.ts'], testTimeout: 60_000, hookTimeout: 120_000 } });
