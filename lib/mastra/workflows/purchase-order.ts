import { createStep, createWorkflow } from '@mastra/core/workflows';
import { z } from 'zod';
import { recordEffect } from '@/lib/engine/record-effect';
import { humanTask } from '../human-task';
import { idempotencyKeyOf } from '../step-context';

const line = z.object({
  item: z.string().trim().min(1).max(120).meta({ title: 'Item' }),
  quantity: z.int().min(1).max(1000).meta({ title: 'Quantity' }),
  unitPrice: z
    .number()
    .positive()
    .max(100_000)
    .multipleOf(0.01)
    .meta({ title: 'Unit price', currency: 'EUR' }),
});

const order = z.object({
  supplier: z.string().trim().min(2).max(120).meta({ title: 'Supplier' }),
  lines: z.array(line).min(1).max(50).meta({ title: 'Lines' }),
  neededBy: z.iso.date().optional().meta({ title: 'Needed by' }),
  justification: z.string().trim().min(10).max(2000).meta({ title: 'Why it is needed', widget: 'textarea' }),
});

const question = order.extend({ total: z.number().meta({ title: 'Total', currency: 'EUR' }) });

const approval = question.extend({ approved: z.boolean() });

const answer = z.object({
  approved: z.boolean().meta({ title: 'Approved' }),
  comment: z.string().trim().max(1000).optional().meta({ title: 'Comment', widget: 'textarea' }),
});

const result = z.object({
  status: z.enum(['ordered', 'declined']).meta({ title: 'Status' }),
  total: z.number().meta({ title: 'Total', currency: 'EUR' }),
  orderNumber: z.string().optional().meta({ title: 'Order number' }),
  declinedBy: z.array(z.string()).optional().meta({ title: 'Declined by' }),
});

type Question = z.infer<typeof question>;

const euros = (amount: number) =>
  new Intl.NumberFormat('en', { style: 'currency', currency: 'EUR' }).format(amount);

const totalling = createStep({
  id: 'total',
  description: 'The total is worked out',
  inputSchema: order,
  outputSchema: question,
  execute: async ({ inputData }) => {
    const cents = inputData.lines.reduce(
      (sum, { quantity, unitPrice }) => sum + quantity * Math.round(unitPrice * 100),
      0,
    );
    return { ...inputData, total: cents / 100 };
  },
});

const approvalBy = <Id extends string>(id: Id, description: string, group: string, verb: string) =>
  createStep({
    id,
    description,
    inputSchema: question,
    outputSchema: approval,
    suspendSchema: question,
    resumeSchema: answer,
    metadata: humanTask<Question, z.infer<typeof answer>>({
      title: (po) => `${verb} ${euros(po.total)} at ${po.supplier}`,
      candidates: { groups: [group] },
      reasonRequiredFor: ['reject'],
      due: '5d',
    }),
    execute: async ({ inputData, resumeData, suspend }) => {
      if (!resumeData) return suspend(inputData);
      return { ...inputData, approved: resumeData.approved };
    },
  });

const need = approvalBy('need-approval', 'A manager confirms the need', 'managers', 'Confirm the need for');
const budget = approvalBy(
  'budget-approval',
  'Finance confirms the budget',
  'finance',
  'Confirm the budget of',
);

const place = createStep({
  id: 'place-order',
  description: 'The order is sent to the supplier',
  inputSchema: z.object({ 'need-approval': approval, 'budget-approval': approval }),
  outputSchema: result,
  execute: async ({ inputData, runId, requestContext }) => {
    const { 'need-approval': byManager, 'budget-approval': byFinance } = inputData;
    const declinedBy = [byManager.approved ? [] : ['Manager'], byFinance.approved ? [] : ['Finance']].flat();
    if (declinedBy.length > 0) return { status: 'declined' as const, total: byManager.total, declinedBy };
    await recordEffect({
      key: idempotencyKeyOf(requestContext),
      runId,
      action: 'order',
      detail: { supplier: byManager.supplier, total: byManager.total },
    });
    return {
      status: 'ordered' as const,
      total: byManager.total,
      orderNumber: `PO-${runId.slice(0, 8).toUpperCase()}`,
    };
  },
});

export const purchaseOrder = createWorkflow({
  id: 'purchase-order',
  description: 'Order something from a supplier. A manager and finance are asked at the same time.',
  metadata: { title: 'Purchase order' },
  inputSchema: order,
  outputSchema: result,
  options: { autoRestartActiveRuns: false },
})
  .then(totalling)
  .parallel([need, budget])
  .then(place)
  .commit();
