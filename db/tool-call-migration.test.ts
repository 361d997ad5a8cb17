import { readMigrationFiles } from 'drizzle-orm/migrator';
import { expect, test } from 'vitest';
import { databaseForTest } from '@/tests/support/database';

const all = readMigrationFiles({ migrationsFolder: 'db/migrations' });
const at = all.findIndex(({ sql }) => sql.some((one) => one.includes('ADD `tool_call`')));

const resume = { type: 'object', properties: { approved: { type: 'boolean' } } };

/** A task as the previous release stored it; columns without a default are filled in. */
const insert = (id: string, kind: string, payload: object, properties: object) => ({
  sql: `insert into tasks (id, run_id, workflow_id, step_path, suspended_at, kind, title, payload, payload_schema,
      resume_schema, payload_digest, outcomes, policy, candidates, requester_id, created_at)
    values (?, 'run', 'clerk', '["clerk"]', 1, ?, 'Charge', ?, ?, ?, 'sha256:0', '[]', '{}', '[]', 'user', 1)`,
  args: [id, kind, JSON.stringify(payload), JSON.stringify({ properties }), JSON.stringify(resume)],
});

test('waiting questions of agents keep what was known about their tool; the rest is hidden', async () => {
  const { db } = await databaseForTest({ empty: true });
  const args = { title: 'Arguments' };
  const known = { ...args, type: 'object', properties: { amount: { type: 'number' } } };
  await db.$client.batch(
    [
      ...all.slice(0, at).flatMap(({ sql }) => sql),
      insert('known', 'tool-call', { tool: 'pay', arguments: {} }, { arguments: known }),
      insert(
        'within',
        'tool-call',
        { tool: 'agent-helper', arguments: {}, question: { card: '4111' } },
        { arguments: args, question: { title: 'Question' } },
      ),
      insert('step', 'step', { tool: 'pay' }, {}),
      ...all[at]!.sql,
    ],
    'write',
  );
  const { rows } = await db.$client.execute('select id, tool_call, payload_schema from tasks order by id');
  const read = rows.map(({ id, tool_call: call, payload_schema: schema }) => ({
    id,
    call: JSON.parse(String(call)) as unknown,
    schema: JSON.parse(String(schema)) as unknown,
  }));
  expect(read).toEqual([
    {
      id: 'known',
      call: {
        via: ['pay'],
        step: null,
        approval: true,
        fixed: null,
        definition: { input: known, suspend: null, resume },
      },
      schema: { properties: { arguments: known } },
    },
    { id: 'step', call: null, schema: { properties: {} } },
    {
      id: 'within',
      call: expect.objectContaining({ via: ['agent-helper'], approval: false }),
      schema: {
        properties: {
          arguments: { ...args, sensitive: true },
          question: { title: 'Question', sensitive: true },
        },
      },
    },
  ]);
});
