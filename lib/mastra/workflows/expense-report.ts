import { createStep, createWorkflow } from '@mastra/core/workflows';
import { z } from 'zod';
import { recordEffect } from '@/lib/engine/record-effect';
import { humanTask } from '../human-task';
import { idempotencyKeyOf } from '../step-context';

/** Above this amount, finance must agree as well. */
export const financeLimit = 1000;

const expense = z.object({
  purpose: z.string().trim().min(3).max(120).meta({
    title: 'Purpose',
    description: 'What the money was spent on, in a few words.',
    placeholder: 'Train to the customer in Lyon',
  }),
  category: z.enum(['travel', 'meals', 'equipment', 'training', 'other']).meta({ title: 'Category' }),
  amount: z
    .number()
    .positive()
    .max(50_000)
    .multipleOf(0.01)
    .meta({ title: 'Amount', currencyField: 'currency' }),
  currency: z.enum(['EUR', 'USD', 'GBP']).default('EUR').meta({ title: 'Currency' }),
  spentOn: z.iso.date().meta({ title: 'Date of the expense' }),
  receiptUrl: z
    .url({ protocol: /^https?$/ })
    .optional()
    .meta({ title: 'Link to the receipt' }),
  details: z
    .string()
    .max(2000)
    .optional()
    .meta({ title: 'Details', description: 'Anything the approver should know.', widget: 'textarea' }),
});

const question = expense.extend({
  requestedBy: z.string().meta({ title: 'Requested by' }),
  approvals: z
    .array(z.object({ stage: z.string().meta({ title: 'Stage' }), note: z.string().meta({ title: 'Note' }) }))
    .meta({ title: 'Approved so far' }),
});

const answer = z.object({
  approved: z.boolean().meta({ title: 'Approved' }),
  note: z.string().trim().max(1000).optional().meta({ title: 'Note', widget: 'textarea' }),
});

const result = z.object({
  status: z.enum(['paid', 'rejected']).meta({ title: 'Status' }),
  amount: z.number().meta({ title: 'Amount', currencyField: 'currency' }),
  currency: z.string().meta({ title: 'Currency' }),
  reference: z.string().optional().meta({ title: 'Payment reference' }),
  reason: z.string().optional().meta({ title: 'Reason' }),
});

type Question = z.infer<typeof question>;
type Answer = z.infer<typeof answer>;

const money = ({ amount, currency }: Question) =>
  new Intl.NumberFormat('en', { style: 'currency', currency }).format(amount);

const outcomes = {
  approve: { label: 'Approve', resumeData: { approved: true } },
  reject: { label: 'Reject', resumeData: { approved: false } },
};

const rejected = ({ amount, currency }: Question, reason: string | undefined): z.infer<typeof result> => ({
  status: 'rejected',
  amount,
  currency,
  ...(reason ? { reason } : {}),
});

const agreed = (claim: Question, stage: string, note: string | undefined): Question => ({
  ...claim,
  approvals: [...claim.approvals, { stage, note: note ?? '' }],
});

const requesterOf = (context: { get(key: string): unknown }): string => {
  const known = z.object({ requester: z.object({ name: z.string() }) }).safeParse(context.get('countersign'));
  return known.success ? known.data.requester.name : 'Unknown';
};

const managerApproval = createStep({
  id: 'manager-approval',
  description: 'A manager approves the expense',
  inputSchema: expense,
  outputSchema: question,
  suspendSchema: question,
  resumeSchema: answer,
  metadata: humanTask<Question, Answer>({
    title: (claim) => `Approve ${money(claim)} ${claim.category} for ${claim.requestedBy}`,
    candidates: { groups: ['managers'] },
    outcomes,
    reasonRequiredFor: ['reject'],
    due: '3d',
    remind: ['1d'],
    revise: '1h',
  }),
  execute: async ({ inputData, resumeData, suspend, bail, requestContext }) => {
    const claim: Question = { ...inputData, requestedBy: requesterOf(requestContext), approvals: [] };
    if (!resumeData) return suspend(claim);
    if (!resumeData.approved) return bail(rejected(claim, resumeData.note));
    return agreed(claim, 'Manager', resumeData.note);
  },
});

const financeApproval = createStep({
  id: 'finance-approval',
  description: `Finance approves amounts above ${financeLimit}`,
  inputSchema: question,
  outputSchema: question,
  suspendSchema: question,
  resumeSchema: answer,
  metadata: humanTask<Question, Answer>({
    title: (claim) => `Release ${money(claim)} for ${claim.requestedBy}`,
    candidates: { groups: ['finance'] },
    outcomes,
    reasonRequiredFor: ['reject'],
    due: '2d',
    priority: 'high',
  }),
  execute: async ({ inputData, resumeData, suspend, bail }) => {
    if (inputData.amount <= financeLimit) return inputData;
    if (!resumeData) return suspend(inputData);
    if (!resumeData.approved) return bail(rejected(inputData, resumeData.note));
    return agreed(inputData, 'Finance', resumeData.note);
  },
});

const payment = createStep({
  id: 'payment',
  description: 'The amount is paid out',
  inputSchema: question,
  outputSchema: result,
  execute: async ({ inputData: { amount, currency, purpose }, runId, requestContext }) => {
    await recordEffect({
      key: idempotencyKeyOf(requestContext),
      runId,
      action: 'payment',
      detail: { amount, currency, purpose },
    });
    return { status: 'paid' as const, amount, currency, reference: `PAY-${runId.slice(0, 8).toUpperCase()}` };
  },
});

export const expenseReport = createWorkflow({
  id: 'expense-report',
  description: `Get money back that you spent for work. A manager approves; above ${financeLimit} finance does, too.`,
  metadata: { title: 'Expense report' },
  inputSchema: expense,
  outputSchema: result,
  options: { autoRestartActiveRuns: false },
})
  .then(managerApproval)
  .then(financeApproval)
  .then(payment)
  .commit();
