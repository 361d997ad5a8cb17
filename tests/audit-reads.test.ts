import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';

const root = path.resolve(import.meta.dirname, '..');

/** Why a file may read the audit log. What the desk itself needs to know later is on rows of its own. */
const readers: Record<string, string> = {
  'lib/journal/audit.ts': 'writes it',
  'lib/journal/commit.ts': 'names the event that its changes hang on, in their batch',
  'lib/journal/list-audit.ts': 'shows it',
  'lib/journal/export-audit.ts': 'exports it',
  'lib/journal/seal.ts': 'seals it',
  'lib/journal/seal-audit.ts': 'seals it',
  'lib/journal/verify-audit.ts': 'verifies its seals',
  'lib/journal/tail.ts': 'follows it, for whoever is told of events',
  'lib/api/http/event-watch.ts': 'wakes those who follow runs',
  'lib/desk/runs/get-run.ts': 'says where the stream of a run begins',
  'lib/desk/runs/list-run-events.ts': 'shows the history of a run',
  'lib/desk/tasks/list-notices.ts': 'shows when people were reminded',
  'lib/process/telemetry/read-facts.ts': 'counts new events',
  'lib/tell/messages/events.ts': 'the type of an event that is told',
  'lib/tell/webhooks/create-endpoint.ts': 'says where a new endpoint begins to follow',
  'lib/tell/webhooks/send-test.ts': 'gives a test the number of its event',
  'lib/work/retention/run-record.ts': 'exports a run',
  'scripts/audit-verify.ts': 'verifies its seals',
  'scripts/export-runs.ts': 'exports runs',
};

it('is read only to show, notify, seal and export, never to decide what to do', () => {
  const files = globSync('{app,components,lib,scripts}/**/*.{ts,tsx}', { cwd: root }).filter(
    (file) => !/\.test\.tsx?$/.test(file),
  );
  const reading = files.filter((file) =>
    /\bauditEvents\b|\baudit_events\b/.test(readFileSync(path.join(root, file), 'utf8')),
  );
  expect(reading.toSorted()).toEqual(Object.keys(readers).toSorted());
});
