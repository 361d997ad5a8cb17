import { Agent } from '@mastra/core/agent';
import { createTool } from '@mastra/core/tools';
import { z } from 'zod';
import { env } from '@/lib/base/env';
import { recordEffect } from '@/lib/engine/record-effect';
import { agentWorkflow } from '../agent-step';
import { stepContextOf } from '../step-context';
import { scriptedModel, type Move, type ToolResult } from '../agents/scripted-model';

const order = z
  .string()
  .regex(/^[A-Z]-\d{4}$/)
  .meta({ title: 'Order' });

const lookUp = createTool({
  id: 'look-up-order',
  description: 'Finds what was paid for an order.',
  inputSchema: z.object({ order }),
  outputSchema: z.object({ order, paid: z.number(), currency: z.literal('EUR') }),
  // The example shop: the amount paid is derived from the order's number.
  execute: async ({ order: id }) => ({ order: id, paid: Number(id.slice(2)) / 10, currency: 'EUR' as const }),
});

const askForOrder = createTool({
  id: 'ask-for-order',
  description: 'Asks a person which order is meant.',
  inputSchema: z.object({ question: z.string() }),
  outputSchema: z.object({ order }),
  suspendSchema: z.object({ question: z.string().meta({ title: 'Question' }) }),
  resumeSchema: z.object({ order }),
  execute: async ({ question }, context) => {
    const answered = context?.agent?.resumeData as { order: string } | undefined;
    if (answered) return { order: answered.order };
    await context?.agent?.suspend?.({ question });
    return undefined as never;
  },
});

const refund = createTool({
  id: 'refund',
  description: 'Pays money back to the customer. It cannot be taken back.',
  inputSchema: z.object({
    order,
    amount: z.number().positive().max(10_000).meta({ title: 'Amount', currency: 'EUR' }),
    reason: z.string().max(500).meta({ title: 'Reason' }),
  }),
  outputSchema: z.object({ reference: z.string() }),
  requireApproval: true,
  execute: async ({ order: id, amount, reason }, context) => {
    const { runId, idempotencyKey } = stepContextOf(context?.requestContext);
    await recordEffect({
      key: idempotencyKey,
      runId,
      action: 'refund',
      detail: { order: id, amount, reason },
    });
    return { reference: `REF-${id}` };
  },
});

const outputOf = <T extends z.ZodType>(
  results: ToolResult[],
  tool: string,
  schema: T,
): z.output<T> | undefined => schema.safeParse(results.find((result) => result.tool === tool)?.output).data;

/** What the assistant does without a real model: find the order, look it up, ask for the refund, report. */
function script(said: string, results: ToolResult[]): Move {
  const id =
    /\b[A-Z]-\d{4}\b/.exec(said)?.[0] ??
    outputOf(results, 'askForOrder', z.object({ order: z.string() }))?.order;
  if (!id)
    return {
      use: [{ tool: 'askForOrder', input: { question: 'Which order is it about? (such as A-1042)' } }],
    };
  const found = outputOf(results, 'lookUp', z.object({ paid: z.number() }));
  if (!found) return { use: [{ tool: 'lookUp', input: { order: id } }] };
  const amount = Math.min(Number(/€\s?(\d+(?:\.\d{1,2})?)/.exec(said)?.[1] ?? found.paid), found.paid);
  const declined = outputOf(results, 'refund', z.string());
  if (declined !== undefined) return { say: `The refund for ${id} was not approved: ${declined}` };
  const done = outputOf(results, 'refund', z.object({ reference: z.string() }));
  if (done) return { say: `The customer of ${id} gets €${amount.toFixed(2)} back (${done.reference}).` };
  return { use: [{ tool: 'refund', input: { order: id, amount, reason: said.slice(0, 500) } }] };
}

const scripted = scriptedModel(script);

const refundAgent = new Agent({
  id: 'refund-assistant',
  name: 'Refund assistant',
  description:
    'Tell an assistant which customer wants money back. It looks the order up and asks before it pays.',
  instructions:
    'You handle refunds. Look the order up first. Never refund more than was paid. If no order number like A-1042 is given, ask for it. Report the result in one sentence; if a refund is declined, say why.',
  model: () => (env().realModel ? 'openai/gpt-5-mini' : scripted),
  tools: { lookUp, askForOrder, refund },
});

export const refundAssistant = agentWorkflow(refundAgent, {
  tools: {
    refund: {
      title: ({ arguments: wanted }) => {
        const { order: id, amount } = z.object({ order: z.string(), amount: z.number() }).parse(wanted);
        return `Refund €${amount.toFixed(2)} for order ${id}`;
      },
      candidates: { groups: ['finance'] },
      reasonRequiredFor: ['reject'],
      due: '1d',
    },
    askForOrder: {
      title: 'Which order is meant?',
      candidates: (_, run) => ({ users: [run.requester.id] }),
      forbidSelfApproval: false,
    },
  },
});
