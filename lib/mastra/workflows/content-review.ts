import { createStep, createWorkflow } from '@mastra/core/workflows';
import { z } from 'zod';
import { recordEffect } from '@/lib/engine/record-effect';
import { humanTask } from '../human-task';
import { idempotencyKeyOf } from '../step-context';

const headline = z.string().trim().min(3).max(120).meta({ title: 'Headline' });
const body = z.string().trim().min(10).max(20_000).meta({ title: 'Text', widget: 'textarea' });

const article = z.object({
  headline,
  body,
  audience: z.enum(['customers', 'partners', 'staff']).meta({ title: 'Audience' }),
  publishOn: z.iso.date().optional().meta({ title: 'Publish on' }),
});

const draft = article.extend({
  round: z.int().min(1).meta({ title: 'Round' }),
  feedback: z.string().optional().meta({ title: 'What the editor asked for' }),
});

const reviewed = draft.extend({ decision: z.enum(['approve', 'request_changes', 'reject']) });

const verdict = z.object({
  decision: z.enum(['approve', 'request_changes', 'reject']).meta({ title: 'Decision' }),
  feedback: z
    .string()
    .trim()
    .max(4000)
    .optional()
    .meta({ title: 'Feedback for the author', widget: 'textarea' }),
});

const revision = z.object({ headline, body });

const result = z.object({
  status: z.enum(['published', 'rejected']).meta({ title: 'Status' }),
  headline: z.string().meta({ title: 'Headline' }),
  rounds: z.int().meta({ title: 'Rounds of review' }),
  reason: z.string().optional().meta({ title: 'Reason' }),
});

type Draft = z.infer<typeof draft>;

const review = createStep({
  id: 'review',
  description: 'An editor reviews the draft',
  inputSchema: draft,
  outputSchema: reviewed,
  suspendSchema: draft,
  resumeSchema: verdict,
  metadata: humanTask<Draft, z.infer<typeof verdict>>({
    title: (text) => (text.round > 1 ? `Review “${text.headline}” again` : `Review “${text.headline}”`),
    candidates: { groups: ['managers'] },
    outcomes: {
      approve: { label: 'Approve', resumeData: { decision: 'approve' } },
      request_changes: { label: 'Request changes', resumeData: { decision: 'request_changes' } },
      reject: { label: 'Reject', resumeData: { decision: 'reject' } },
    },
    reasonRequiredFor: ['request_changes', 'reject'],
    due: '2d',
    remind: ['1d', '2h'],
  }),
  execute: async ({ inputData, resumeData, suspend }) => {
    if (!resumeData) return suspend(inputData);
    return { ...inputData, decision: resumeData.decision, feedback: resumeData.feedback };
  },
});

const revise = createStep({
  id: 'revise',
  description: 'The author works in the changes',
  inputSchema: reviewed,
  outputSchema: reviewed,
  suspendSchema: draft,
  resumeSchema: revision,
  metadata: humanTask<Draft, z.infer<typeof revision>>({
    title: (text) => `Revise “${text.headline}”`,
    candidates: (_, run) => ({ users: [run.requester.id] }),
    forbidSelfApproval: false,
    outcomes: { resubmit: { label: 'Send for review', tone: 'success' } },
  }),
  execute: async ({ inputData, resumeData, suspend }) => {
    if (inputData.decision !== 'request_changes') return inputData;
    const { decision: _, ...text } = inputData;
    if (!resumeData) return suspend(text);
    return { ...inputData, ...resumeData, round: inputData.round + 1 };
  },
});

const reviewRound = createWorkflow({
  id: 'review-round',
  inputSchema: draft,
  outputSchema: reviewed,
  options: { autoRestartActiveRuns: false },
})
  .then(review)
  .then(revise)
  .commit();

const begin = createStep({
  id: 'submit',
  description: 'The draft is handed in',
  inputSchema: article,
  outputSchema: draft,
  execute: async ({ inputData }) => ({ ...inputData, round: 1 }),
});

const publish = createStep({
  id: 'publish',
  description: 'The text is published',
  inputSchema: reviewed,
  outputSchema: result,
  execute: async ({ inputData: { decision, headline: title, round, feedback }, runId, requestContext }) => {
    if (decision === 'reject')
      return {
        status: 'rejected' as const,
        headline: title,
        rounds: round,
        ...(feedback ? { reason: feedback } : {}),
      };
    await recordEffect({
      key: idempotencyKeyOf(requestContext),
      runId,
      action: 'publish',
      detail: { headline: title },
    });
    return { status: 'published' as const, headline: title, rounds: round };
  },
});

export const contentReview = createWorkflow({
  id: 'content-review',
  description:
    'Have a text reviewed before it is published. The editor may ask for changes as often as needed.',
  metadata: { title: 'Content review' },
  inputSchema: article,
  outputSchema: result,
  options: { autoRestartActiveRuns: false },
})
  .then(begin)
  .dountil(reviewRound, async ({ inputData }) => inputData.decision !== 'request_changes')
  .then(publish)
  .commit();
