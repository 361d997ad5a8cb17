import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { expect, onTestFinished, test } from 'vitest';
import { filePath } from '@/db/client';
import { deskForTest } from '@/tests/support/desk';
import { telemetryWanted } from '@/lib/base/telemetry/telemetry';
import { program } from '@/tests/support/program';

const root = path.resolve(import.meta.dirname, '../../..');
const marker = 'MARKER-of-a-payload';

type Value = { stringValue?: string; intValue?: number | string };
type Span = {
  name: string;
  traceId: string;
  spanId: string;
  parentSpanId?: string;
  attributes: { key: string; value: Value }[];
  status: { code?: number };
};
type Metric = {
  name: string;
  gauge?: {
    dataPoints: { asDouble?: number; asInt?: number | string; attributes: { key: string; value: Value }[] }[];
  };
  sum?: { dataPoints: { asDouble?: number; attributes: { key: string; value: Value }[] }[] };
};
type Sent = {
  resourceSpans?: {
    resource: { attributes: { key: string; value: Value }[] };
    scopeSpans: { spans: Span[] }[];
  }[];
  resourceMetrics?: { scopeMetrics: { metrics: Metric[] }[] }[];
};

/** An OTLP collector over HTTP, and what was sent to it. */
async function collector() {
  const sent: { path: string; body: string }[] = [];
  const server = createServer(async (request, response) => {
    sent.push({ path: request.url ?? '', body: await text(request) });
    response.setHeader('content-type', 'application/json').end('{}');
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const address = server.address();
  return { url: `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`, sent };
}

async function runDesk(env: Record<string, string>) {
  const { url } = await deskForTest();
  const child = spawn(
    process.execPath,
    [program('tests/support/logged-desk.ts'), url, url.replace(/app\.db$/, 'workflows.db'), marker],
    {
      cwd: root,
      stdio: ['ignore', 'pipe', 'ignore'],
      env: { ...process.env, NODE_ENV: 'test', DATA_DIR: path.dirname(filePath(url)), ...env },
    },
  );
  const [out] = await Promise.all([text(child.stdout), once(child, 'exit')]);
  return JSON.parse(out.trim()) as { runId: string; taskId: string; sdkLoaded: boolean };
}

const attributesOf = ({ attributes }: { attributes: { key: string; value: Value }[] }) =>
  Object.fromEntries(attributes.map(({ key, value }) => [key, value.stringValue ?? value.intValue]));

test('a collector gets the spans of an answer and its steps, and the metrics, with ids only', async () => {
  const { url, sent } = await collector();
  const { runId, taskId, sdkLoaded } = await runDesk({
    OTEL_EXPORTER_OTLP_ENDPOINT: url,
    OTEL_SERVICE_NAME: 'desk-of-a-test',
  });
  expect(sdkLoaded).toBe(true);
  expect(sent.map(({ body }) => body).join()).not.toContain(marker);
  const read = (where: string) =>
    sent.filter((one) => one.path === where).map(({ body }) => JSON.parse(body) as Sent);
  const traces = read('/v1/traces').flatMap(({ resourceSpans = [] }) => resourceSpans);
  expect(attributesOf(traces[0]!.resource)).toMatchObject({ 'service.name': 'desk-of-a-test' });
  const spans = traces.flatMap(({ scopeSpans }) => scopeSpans.flatMap((scope) => scope.spans));
  const named = (name: string) => spans.filter((span) => span.name === name);
  expect(attributesOf(named('decide')[0]!)).toEqual({ 'countersign.task_id': taskId });
  const [resume] = named('engine.resume');
  expect(attributesOf(resume!)).toMatchObject({
    'countersign.run_id': runId,
    'countersign.workflow_id': 'expense-report',
  });
  const above = (span: Span | undefined): Span | undefined =>
    spans.find(({ spanId }) => spanId === span?.parentSpanId);
  expect([above(resume)?.name, above(above(resume))?.name]).toEqual(['outbox.resume', 'drain']);
  expect(
    spans.some((span) => above(span) === resume && attributesOf(span)['mastra.span.type'] === 'workflow_run'),
  ).toBe(true);
  expect(
    spans.some(
      (span) =>
        attributesOf(span)['mastra.span.type'] === 'workflow_step' && span.traceId === resume!.traceId,
    ),
  ).toBe(true);
  expect(named('decide')[1]).toMatchObject({ status: { code: 2 } });
  expect(attributesOf(named('decide')[1]!)).toMatchObject({ 'error.type': 'not_found' });
  expect(named('sweep').length).toBeGreaterThan(0);

  const metrics = read('/v1/metrics').flatMap(({ resourceMetrics = [] }) =>
    resourceMetrics.flatMap(({ scopeMetrics }) => scopeMetrics.flatMap((scope) => scope.metrics)),
  );
  const answers = metrics.find(({ name }) => name === 'countersign_decisions_total');
  expect(answers?.sum?.dataPoints.map((point) => [attributesOf(point), point.asDouble])).toEqual([
    [{ outcome: 'approve', channel: 'web' }, 1],
  ]);
  expect(metrics.map(({ name }) => name)).toEqual(
    expect.arrayContaining(['countersign_outbox_debts', 'countersign_decision_resume_lag_seconds_count']),
  );
});

test('without an endpoint the SDK is not loaded', async () => {
  expect((await runDesk({})).sdkLoaded).toBe(false);
});

test.each([
  [{}, false],
  [{ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector' }, true],
  [{ OTEL_EXPORTER_OTLP_METRICS_ENDPOINT: 'http://collector' }, true],
  [{ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector', OTEL_SDK_DISABLED: 'true' }, false],
])('%o: wanted %s', (source, wanted) => {
  expect(telemetryWanted({ NODE_ENV: 'test', ...source })).toBe(wanted);
});
