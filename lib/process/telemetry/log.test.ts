import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { filePath } from '@/db/client';
import { deskForTest } from '@/tests/support/desk';
import { unseen } from '@/tests/support/misleading';
import { program } from '@/tests/support/program';

const root = path.resolve(import.meta.dirname, '../../..');
const marker = 'MARKER-of-a-payload';

/** Runs a desk in its own process, as a server does, and returns the lines it logged. */
async function linesOf(level: string) {
  const { url } = await deskForTest();
  const child = spawn(
    process.execPath,
    [program('tests/support/logged-desk.ts'), url, url.replace(/app\.db$/, 'workflows.db'), marker],
    {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, NODE_ENV: 'test', DATA_DIR: path.dirname(filePath(url)), LOG_LEVEL: level },
    },
  );
  const [out, err] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')]);
  return {
    said: JSON.parse(out.trim()) as { runId: string; taskId: string },
    written: err,
    lines: err
      .trim()
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line) as Record<string, unknown>),
  };
}

test('logs a request, an answer and every kind of failure with ids and causes, and nothing of a payload', async () => {
  const { said, written, lines } = await linesOf('debug');
  expect(written).not.toContain(marker);
  expect(written).not.toMatch(unseen);
  expect(written).toContain('refused ⟦U+202E⟧desufer⟦U+2069⟧');
  const line = (message: string) => lines.find((one) => one.message === message);
  expect(line('work owed to a run failed')).toMatchObject({
    level: 'error',
    runId: said.runId,
    taskId: said.taskId,
    outboxId: `resume:${said.taskId}`,
    attempts: 1,
  });
  expect(line('a request failed')).toMatchObject({
    requestId: 'request-1',
    runId: said.runId,
    error: {
      name: 'Error',
      message: expect.stringMatching(/^Failed query: insert into "signals"/),
      cause: {
        name: 'LibsqlError',
        code: 'SQLITE_ERROR',
        stack: expect.arrayContaining([expect.stringMatching(/^at /)]),
      },
    },
  });
  // A line keeps the ids of its own work, whatever it adds.
  expect(line('a part of the sweep failed')).toMatchObject({
    part: 'signals',
    error: { message: expect.stringContaining('signals') },
  });
  expect(line('a part of the sweep failed')).not.toHaveProperty('runId');
  expect(line('an address that carries a right')).toMatchObject({
    error: { message: 'cannot read /links/[token]?x=1' },
  });
  expect(written).not.toContain('c2lnbmF0dXJl');
  expect(
    lines.every(
      ({ at, level, pid }) => typeof at === 'string' && typeof level === 'string' && typeof pid === 'number',
    ),
  ).toBe(true);
});

test('LOG_LEVEL leaves out lower levels', async () => {
  expect((await linesOf('silent')).written).toBe('');
});
