import { createInterface } from 'node:readline';
import { Mastra } from '@mastra/core';
import { MastraCompositeStore } from '@mastra/core/storage';
import { WorkflowsLibSQL } from '@mastra/libsql';
import { WorkflowsPG } from '@mastra/pg';
import { Pool } from 'pg';
import { openClient } from '@/db/client';
import type { WorkflowStoreConfig } from '@/lib/base/env';
import { sharedWorkflow } from '@/tests/support/shared-workflow';

/**
 * Another program on a desk's snapshot store that knows nothing of the desk: `outsider <store>`. For a line
 * `start` it starts a run and prints its id; for any other line, a run id, it says yes to that run's first
 * question.
 */
const config = JSON.parse(process.argv[2] ?? '') as Extract<
  WorkflowStoreConfig,
  { kind: 'libsql' | 'postgres' }
>;
const say = (line: string) => process.stdout.write(`${line}\n`);

const workflows =
  config.kind === 'libsql'
    ? new WorkflowsLibSQL({ client: openClient(config) })
    : new WorkflowsPG({
        pool: new Pool({ connectionString: config.url }),
        schemaName: config.schema,
      });
const storage = new MastraCompositeStore({ id: 'outsider', domains: { workflows } });
await storage.init();
const mastra = new Mastra({ storage, workflows: { shared: sharedWorkflow() }, logger: false });
const workflow = mastra.getWorkflow('shared');

say('ready');
for await (const line of createInterface(process.stdin)) {
  if (line === 'start') {
    const run = await workflow.createRun();
    await run.start({ inputData: { a: 'x' } });
    say(run.runId);
    continue;
  }
  const run = await workflow.createRun({ runId: line });
  const said = await run.resume({ step: 'first', resumeData: { approved: true } }).then(
    () => 'answered',
    (error: Error) => `refused: ${error.message}`,
  );
  say(said);
}
process.exit(0);
