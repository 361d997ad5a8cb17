import { createStep, createWorkflow } from '@mastra/core/workflows';
import { z } from 'zod';
import { recordEffect } from '@/lib/engine/record-effect';
import { humanTask } from '../human-task';
import { machineWait } from '../machine-wait';
import { idempotencyKeyOf } from '../step-context';

const release = z.object({
  service: z
    .string()
    .trim()
    .regex(/^[a-z][a-z0-9-]{1,39}$/)
    .meta({
      title: 'Service',
      description: 'Its name in the repository, in small letters.',
      placeholder: 'checkout',
    }),
  version: z
    .string()
    .trim()
    .regex(/^\d+\.\d+\.\d+$/)
    .meta({ title: 'Version', placeholder: '2.4.0' }),
  changes: z
    .string()
    .trim()
    .min(10)
    .max(8000)
    .meta({ title: 'Changes', description: 'What is new for customers.', widget: 'textarea' }),
  rollback: z
    .string()
    .trim()
    .min(3)
    .max(2000)
    .meta({ title: 'Way back', description: 'How the release is undone if it must be.', widget: 'textarea' }),
  changelogUrl: z
    .url({ protocol: /^https?$/ })
    .optional()
    .meta({ title: 'Full list of changes' }),
});

const review = z.object({
  approved: z.boolean().meta({ title: 'Approved' }),
  comment: z.string().trim().max(2000).optional().meta({ title: 'Comment', widget: 'textarea' }),
});

const build = z.object({
  status: z.enum(['passed', 'failed']).meta({ title: 'Result' }),
  url: z.url({ protocol: /^https?$/ }).meta({ title: 'Build' }),
});

const verdicts = z.object({ 'product-review': review, 'billing-review': review, 'ci-result': build });

const result = z.object({
  status: z.enum(['released', 'stopped']).meta({ title: 'Status' }),
  service: z.string().meta({ title: 'Service' }),
  version: z.string().meta({ title: 'Version' }),
  buildUrl: z.string().meta({ title: 'Build' }),
  reasons: z.array(z.string()).optional().meta({ title: 'Reasons' }),
});

type Release = z.infer<typeof release>;
type Review = z.infer<typeof review>;

/** The key of CI's signal: the service and version it built. */
export const buildKey = ({ service, version }: Pick<Release, 'service' | 'version'>): string =>
  `${service}@${version}`;

const reviewBy = <Id extends string>(id: Id, description: string, group: string, what: string) =>
  createStep({
    id,
    description,
    inputSchema: release,
    outputSchema: review,
    suspendSchema: release,
    resumeSchema: review,
    metadata: humanTask<Release, Review>({
      title: ({ service, version }) => `${what} of ${service} ${version}`,
      candidates: { groups: [group] },
      reasonRequiredFor: ['reject'],
      due: '1d',
      priority: 'high',
    }),
    execute: async ({ inputData, resumeData, suspend }) => resumeData ?? suspend(inputData),
  });

const productReview = reviewBy(
  'product-review',
  'A manager approves what customers get',
  'managers',
  'Approve the changes',
);
const billingReview = reviewBy(
  'billing-review',
  'Finance approves that prices and invoices stay right',
  'finance',
  'Approve prices and invoices',
);

const ciResult = createStep({
  id: 'ci-result',
  description: 'CI has built and tested the release',
  inputSchema: release,
  outputSchema: build,
  suspendSchema: release,
  resumeSchema: build,
  metadata: machineWait<Release, z.infer<typeof build>>({
    title: 'Waits for the result of CI',
    event: { name: 'ci.finished', key: buildKey },
  }),
  execute: async ({ inputData, resumeData, suspend }) => resumeData ?? suspend(inputData),
});

/** Why the release must not go out, in words; empty when nobody objects. */
function objections({
  'product-review': product,
  'billing-review': billing,
  'ci-result': ci,
}: z.infer<typeof verdicts>): string[] {
  const said = (who: string, { approved, comment }: Review) =>
    approved ? [] : [comment ? `${who}: ${comment}` : `${who} said no.`];
  return [
    ...said('Product review', product),
    ...said('Billing review', billing),
    ...(ci.status === 'failed' ? ['CI failed.'] : []),
  ];
}

// A bail inside a parallel branch would end only that branch; here it ends the run.
const gather = createStep({
  id: 'all-clear',
  description: 'Both reviews and CI agree',
  inputSchema: verdicts,
  outputSchema: build,
  execute: async ({ inputData, getInitData, bail }) => {
    const { service, version } = getInitData<Release>();
    const reasons = objections(inputData);
    if (reasons.length > 0)
      return bail({
        status: 'stopped',
        service,
        version,
        buildUrl: inputData['ci-result'].url,
        reasons,
      } satisfies z.infer<typeof result>);
    return inputData['ci-result'];
  },
});

const goOut = createStep({
  id: 'release',
  description: 'The version is released',
  inputSchema: build,
  outputSchema: result,
  execute: async ({ inputData: { url }, getInitData, runId, requestContext }) => {
    const { service, version } = getInitData<Release>();
    await recordEffect({
      key: idempotencyKeyOf(requestContext),
      runId,
      action: 'release',
      detail: { service, version, build: url },
    });
    return { status: 'released' as const, service, version, buildUrl: url };
  },
});

export const releaseTrain = createWorkflow({
  id: 'release-train',
  description:
    'Release a new version. Two reviewers and CI must agree; all three are asked at the same time.',
  metadata: { title: 'Release train' },
  inputSchema: release,
  outputSchema: result,
  options: { autoRestartActiveRuns: false },
})
  .parallel([productReview, billingReview, ciResult])
  .then(gather)
  .then(goOut)
  .commit();
