import { createStep, createWorkflow } from '@mastra/core/workflows';
import { z } from 'zod';
import { recordEffect } from '@/lib/engine/record-effect';
import { machineWait } from '../machine-wait';
import { idempotencyKeyOf } from '../step-context';
import { askSource, dataImportUrl } from './data-import-source';

const request = z.object({
  dataset: z.enum(['exchange-rates', 'price-list', 'stock-levels']).meta({
    title: 'Data set',
    labels: {
      'exchange-rates': 'Exchange rates',
      'price-list': 'Price list',
      'stock-levels': 'Stock levels',
    },
  }),
  day: z.iso.date().meta({ title: 'Day', description: 'The day whose data is imported.' }),
  replace: z
    .boolean()
    .default(false)
    .meta({ title: 'Replace what is there', description: 'Otherwise rows that exist already are kept.' }),
  note: z.string().trim().max(500).optional().meta({ title: 'Note', widget: 'textarea' }),
});

const availability = z.object({
  available: z.boolean().meta({ title: 'Available' }),
  httpStatus: z.int().min(100).max(599).optional().meta({ title: 'HTTP status' }),
  checkedAt: z.iso.datetime().optional().meta({ title: 'Checked at' }),
});

const result = z.object({
  status: z.enum(['imported', 'postponed']).meta({ title: 'Status' }),
  dataset: z.string().meta({ title: 'Data set' }),
  day: z.string().meta({ title: 'Day' }),
  reason: z.string().optional().meta({ title: 'Reason' }),
});

type Request = z.infer<typeof request>;
type Availability = z.infer<typeof availability>;

const sourceAnswers = createStep({
  id: 'source-answers',
  description: 'The service that has the data answers again',
  inputSchema: request,
  outputSchema: request,
  suspendSchema: request,
  resumeSchema: availability,
  metadata: machineWait<Request, Availability>({
    title: 'Waits until the data service answers',
    every: '1m',
    due: '4h',
    onExpiry: { resumeData: { available: false } },
    check: async () => {
      const httpStatus = await askSource(dataImportUrl());
      return httpStatus === null
        ? null
        : { available: true, httpStatus, checkedAt: new Date().toISOString() };
    },
  }),
  execute: async ({ inputData, resumeData, suspend, bail }) => {
    if (!resumeData) return suspend(inputData);
    const { dataset, day } = inputData;
    if (!resumeData.available)
      return bail({
        status: 'postponed',
        dataset,
        day,
        reason: 'The data service did not answer in time.',
      } satisfies z.infer<typeof result>);
    return inputData;
  },
});

const importData = createStep({
  id: 'import',
  description: 'The data is imported',
  inputSchema: request,
  outputSchema: result,
  execute: async ({ inputData: { dataset, day, replace }, runId, requestContext }) => {
    await recordEffect({
      key: idempotencyKeyOf(requestContext),
      runId,
      action: 'import',
      detail: { dataset, day, replace },
    });
    return { status: 'imported' as const, dataset, day };
  },
});

export const dataImport = createWorkflow({
  id: 'data-import',
  description:
    'Import data from another service. When that service is down, the import waits until it answers again.',
  metadata: { title: 'Data import' },
  inputSchema: request,
  outputSchema: result,
  options: { autoRestartActiveRuns: false },
})
  .then(sourceAnswers)
  .then(importData)
  .commit();
