import { createStep, createWorkflow } from '@mastra/core/workflows';
import { z } from 'zod';
import { recordEffect } from '@/lib/engine/record-effect';
import { returnSlot, takeSlot } from '@/lib/engine/slots';
import { machineWait } from '../machine-wait';
import { idempotencyKeyOf } from '../step-context';

/** An export loads the warehouse for minutes; more than two at a time slow everybody down. */
export const exportSlots = { name: 'bulk-export', size: 2 };

const request = z
  .object({
    dataset: z.enum(['customers', 'orders', 'invoices', 'shipments']).meta({ title: 'Data set' }),
    from: z.iso.date().meta({ title: 'First day' }),
    to: z.iso.date().meta({ title: 'Last day' }),
    format: z
      .enum(['csv', 'jsonl', 'parquet'])
      .default('csv')
      .meta({ title: 'File format', labels: { csv: 'CSV', jsonl: 'JSON Lines', parquet: 'Parquet' } }),
    purpose: z
      .string()
      .trim()
      .min(3)
      .max(200)
      .meta({ title: 'Purpose', description: 'What the data is needed for.', placeholder: 'Year-end audit' }),
  })
  .refine(({ from, to }) => from <= to, { path: ['to'], message: 'must not be before the first day' });

const slot = z.object({ since: z.iso.datetime().meta({ title: 'Slot taken' }) });
const exported = request.extend({ file: z.string() });

const result = z.object({
  dataset: z.string().meta({ title: 'Data set' }),
  file: z.string().meta({ title: 'File' }),
});

type Request = z.infer<typeof request>;

const freeSlot = createStep({
  id: 'free-slot',
  description: 'A slot for the export becomes free',
  inputSchema: request,
  outputSchema: request,
  suspendSchema: request,
  resumeSchema: slot,
  metadata: machineWait<Request, z.infer<typeof slot>>({
    title: 'Waits until fewer than two exports run',
    every: '1m',
    check: async (_, run) => {
      const since = await takeSlot(exportSlots, run.id);
      return since && { since: since.toISOString() };
    },
  }),
  execute: async ({ inputData, resumeData, suspend }) => (resumeData ? inputData : suspend(inputData)),
});

const exportData = createStep({
  id: 'export',
  description: 'The data is exported',
  inputSchema: request,
  outputSchema: exported,
  execute: async ({ inputData, runId, requestContext }) => {
    const { dataset, from, to, format } = inputData;
    const file = `${dataset}-${from}-${to}-${runId.slice(0, 8)}.${format}`;
    await recordEffect({
      key: idempotencyKeyOf(requestContext),
      runId,
      action: 'export',
      detail: { dataset, from, to, file },
    });
    return { ...inputData, file };
  },
});

const giveBack = createStep({
  id: 'give-back-slot',
  description: 'The next export may begin',
  inputSchema: exported,
  outputSchema: result,
  execute: async ({ inputData: { dataset, file }, runId }) => {
    await returnSlot(exportSlots, runId);
    return { dataset, file };
  },
});

export const bulkExport = createWorkflow({
  id: 'bulk-export',
  description: `Export a large data set to a file. Only ${exportSlots.size} exports run at a time; the others wait for their turn.`,
  metadata: { title: 'Bulk export' },
  inputSchema: request,
  outputSchema: result,
  options: { autoRestartActiveRuns: false },
})
  .then(freeSlot)
  .then(exportData)
  .then(giveBack)
  .commit();
