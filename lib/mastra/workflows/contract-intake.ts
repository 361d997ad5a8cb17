import { createStep, createWorkflow } from '@mastra/core/workflows';
import { z } from 'zod';
import { recordEffect } from '@/lib/engine/record-effect';
import { humanTask } from '../human-task';
import { idempotencyKeyOf } from '../step-context';

const request = z.object({
  counterparty: z
    .string()
    .trim()
    .min(2)
    .max(120)
    .meta({ title: 'Other party', placeholder: 'Nordwind Logistics' }),
  kind: z.enum(['purchase', 'sale', 'confidentiality', 'partnership']).meta({ title: 'Kind of contract' }),
  purpose: z.string().trim().min(10).max(2000).meta({ title: 'What it is about', widget: 'textarea' }),
});

const parties = z.object({
  legalName: z
    .string()
    .trim()
    .min(2)
    .max(200)
    .meta({ title: 'Full legal name', description: 'As the register has it.' }),
  registrationNumber: z
    .string()
    .trim()
    .min(3)
    .max(40)
    .meta({ title: 'Registration number', placeholder: 'HRB 12345' }),
  address: z.string().trim().min(5).max(500).meta({ title: 'Registered address', widget: 'textarea' }),
  signatory: z.string().trim().min(2).max(120).meta({ title: 'Who signs for them' }),
  signatoryEmail: z.email().meta({ title: 'Email of who signs' }),
});

const terms = z.object({
  startsOn: z.iso.date().meta({ title: 'Starts on' }),
  months: z.int().min(1).max(120).meta({ title: 'Runs for', unit: 'months' }),
  noticeMonths: z.int().min(0).max(24).meta({ title: 'Notice period', unit: 'months' }),
  annualValue: z
    .number()
    .min(0)
    .max(10_000_000)
    .multipleOf(0.01)
    .meta({ title: 'Value per year', currency: 'EUR' }),
  renews: z.boolean().meta({ title: 'Renews by itself' }),
});

const section = z.enum(['parties', 'terms']);

/** The contract so far; `incomplete` names the sections still to be filled in. */
const dossier = request.extend({
  requestedBy: z.string().meta({ title: 'Requested by' }),
  parties: parties.optional().meta({ title: 'The other party' }),
  terms: terms.optional().meta({ title: 'Terms' }),
  round: z.int().min(1).meta({ title: 'Round' }),
  incomplete: z.array(section),
  feedback: z.string().optional().meta({ title: 'What finance asked for' }),
  decision: z.enum(['approve', 'request_changes', 'reject']).optional(),
});

const whole = request.extend({
  requestedBy: z.string().meta({ title: 'Requested by' }),
  parties: parties.meta({ title: 'The other party' }),
  terms: terms.meta({ title: 'Terms' }),
  round: z.int().min(1).meta({ title: 'Round' }),
});

const verdict = z
  .object({
    decision: z.enum(['approve', 'request_changes', 'reject']).meta({ title: 'Decision' }),
    incomplete: z
      .array(section)
      .max(2)
      .optional()
      .meta({ title: 'To be completed', description: 'Which parts the requester fills in again.' }),
    note: z.string().trim().max(2000).optional().meta({ title: 'Note', widget: 'textarea' }),
  })
  .refine(({ decision, incomplete = [] }) => decision !== 'request_changes' || incomplete.length > 0, {
    path: ['incomplete'],
    message: 'say which part is to be completed',
  });

const result = z.object({
  status: z.enum(['filed', 'rejected']).meta({ title: 'Status' }),
  counterparty: z.string().meta({ title: 'Other party' }),
  reference: z.string().optional().meta({ title: 'File number' }),
  rounds: z.int().meta({ title: 'Rounds' }),
  reason: z.string().optional().meta({ title: 'Reason' }),
});

type Dossier = z.infer<typeof dossier>;

const asked = request.extend({ feedback: z.string().optional().meta({ title: 'What finance asked for' }) });
const stillMissing = (contract: Dossier, name: z.infer<typeof section>) =>
  contract.incomplete.filter((one) => one !== name);

/** One section the requester fills in. What they gave in an earlier round is shown beside the form. */
const sectionStep = <Name extends z.infer<typeof section>, Shape extends typeof parties | typeof terms>(
  name: Name,
  schema: Shape,
  description: string,
  title: string,
) =>
  createStep({
    id: name,
    description,
    inputSchema: dossier,
    outputSchema: dossier,
    suspendSchema: z.object({ ...asked.shape, ...schema.partial().shape }),
    resumeSchema: schema,
    metadata: humanTask<z.infer<typeof asked>, z.infer<Shape>>({
      title: ({ counterparty, feedback }) =>
        `${feedback ? 'Correct' : 'Fill in'} ${title} for ${counterparty}`,
      candidates: (_, run) => ({ users: [run.requester.id] }),
      forbidSelfApproval: false,
      outcomes: { save: { label: 'Save and go on', tone: 'success' } },
      due: '5d',
    }),
    execute: async ({ inputData, resumeData, suspend }) => {
      if (!inputData.incomplete.includes(name)) return inputData;
      const { counterparty, kind, purpose, feedback } = inputData;
      if (!resumeData) return suspend({ counterparty, kind, purpose, feedback, ...inputData[name] });
      return { ...inputData, [name]: resumeData, incomplete: stillMissing(inputData, name) };
    },
  });

const aboutParties = sectionStep(
  'parties',
  parties,
  'The requester says who the other party is',
  'the other party',
);
const aboutTerms = sectionStep('terms', terms, 'The requester says what is agreed', 'the terms');

const approval = createStep({
  id: 'approval',
  description: 'Finance approves the whole contract',
  inputSchema: dossier,
  outputSchema: dossier,
  suspendSchema: whole,
  resumeSchema: verdict,
  metadata: humanTask<z.infer<typeof whole>, z.infer<typeof verdict>>({
    title: ({ counterparty, round }) =>
      `Approve the contract with ${counterparty}${round > 1 ? ` (round ${round})` : ''}`,
    candidates: { groups: ['finance'] },
    outcomes: {
      approve: { label: 'Approve', resumeData: { decision: 'approve' } },
      request_changes: { label: 'Ask for more', resumeData: { decision: 'request_changes' } },
      reject: { label: 'Reject', resumeData: { decision: 'reject' } },
    },
    reasonRequiredFor: ['request_changes', 'reject'],
    due: '3d',
    remind: ['4h'],
    escalate: { after: '2d', to: { groups: ['managers'] } },
  }),
  execute: async ({ inputData, resumeData, suspend }) => {
    if (!resumeData) return suspend(whole.parse(inputData));
    const { decision, note, incomplete = [] } = resumeData;
    const again = decision === 'request_changes';
    return {
      ...inputData,
      decision,
      feedback: note,
      incomplete: again ? incomplete : [],
      round: inputData.round + (again ? 1 : 0),
    };
  },
});

const round = createWorkflow({
  id: 'contract-round',
  inputSchema: dossier,
  outputSchema: dossier,
  options: { autoRestartActiveRuns: false },
})
  .then(aboutParties)
  .then(aboutTerms)
  .then(approval)
  .commit();

const open = createStep({
  id: 'open',
  description: 'The request is taken up',
  inputSchema: request,
  outputSchema: dossier,
  execute: async ({ inputData, requestContext }): Promise<Dossier> => {
    const known = z
      .object({ requester: z.object({ name: z.string() }) })
      .safeParse(requestContext.get('countersign'));
    return {
      ...inputData,
      requestedBy: known.success ? known.data.requester.name : 'Unknown',
      round: 1,
      incomplete: ['parties', 'terms'],
    };
  },
});

const file = createStep({
  id: 'file',
  description: 'The contract is filed',
  inputSchema: dossier,
  outputSchema: result,
  execute: async ({ inputData, runId, requestContext }): Promise<z.infer<typeof result>> => {
    const { decision, counterparty, feedback, round: rounds } = inputData;
    if (decision !== 'approve')
      return { status: 'rejected', counterparty, rounds, ...(feedback ? { reason: feedback } : {}) };
    const { kind, parties: other, terms: agreed } = whole.parse(inputData);
    const reference = `CON-${runId.slice(0, 8).toUpperCase()}`;
    await recordEffect({
      key: idempotencyKeyOf(requestContext),
      runId,
      action: 'file',
      detail: { reference, kind, legalName: other.legalName, annualValue: agreed.annualValue },
    });
    return { status: 'filed', counterparty, reference, rounds };
  },
});

export const contractIntake = createWorkflow({
  id: 'contract-intake',
  description:
    'Have a contract checked and filed. You are asked for what is missing, part by part; finance approves the whole.',
  metadata: { title: 'Contract intake' },
  inputSchema: request,
  outputSchema: result,
  options: { autoRestartActiveRuns: false },
})
  .then(open)
  .dountil(round, async ({ inputData }) => inputData.decision !== 'request_changes')
  .then(file)
  .commit();
