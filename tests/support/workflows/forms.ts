import { createStep, createWorkflow, type AnyWorkflow } from '@mastra/core/workflows';
import { z } from 'zod';
import { humanTask } from '@/lib/mastra/authoring/human-task';

const countries = Array.from(
  { length: 60 },
  (_, index) => `Country ${String.fromCharCode(65 + (index % 26))}${index}`,
);
const Part = z.object({
  name: z.string(),
  get parts() {
    return z.array(Part).optional();
  },
});

/** One form per family of fields, written as authors do. */
export const forms = {
  texts: z.object({
    name: z.string().min(2).max(40),
    email: z.email(),
    link: z.url(),
    day: z.iso.date(),
    at: z.iso.time(),
    moment: z.iso.datetime(),
    story: z.string().meta({ widget: 'textarea' }),
    pin: z.string().min(4).meta({ widget: 'password', title: 'PIN' }),
    id: z.uuid().meta({ title: 'ID' }),
  }),
  numbers: z.object({
    price: z.number().min(0.5).max(100).multipleOf(0.5).meta({ currency: 'EUR' }),
    count: z.int().min(1).max(9),
    ratio: z.number(),
    rest: z.number().optional(),
  }),
  choices: z.object({
    gift: z.boolean(),
    urgent: z.boolean().optional(),
    size: z.enum(['small', 'medium', 'large']),
    colour: z.enum(['red', 'green', 'blue', 'white', 'black', 'grey']),
    country: z.enum(countries),
    tags: z.array(z.enum(['new', 'old', 'odd'])),
    mood: z.enum(['good', 'bad']).nullish(),
    shade: z.enum(['a', 'b', 'c', 'd', 'e', 'f']).nullish(),
    version: z.literal('v1'),
    checked: z.literal(true).meta({ title: 'I have checked it' }),
  }),
  groups: z.object({
    party: z.object({ name: z.string(), address: z.object({ city: z.string() }) }),
    extra: z.object({ why: z.string() }).optional(),
    note: z.string().nullish(),
    gift: z.object({ to: z.string() }).nullish(),
    reference: z.string().default('A-17').meta({ readOnly: true }),
  }),
  lists: z.object({
    words: z.array(z.string()),
    lines: z.array(z.object({ sku: z.string(), quantity: z.int() })),
    pair: z.tuple([z.string().meta({ title: 'From' }), z.number().meta({ title: 'Distance' })]),
    rates: z.record(z.string(), z.number()),
  }),
  unions: z.object({
    limit: z.union([
      z.number().meta({ title: 'An amount' }),
      z.object({ from: z.number(), to: z.number() }).meta({ title: 'A range' }),
    ]),
    payment: z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('bank'), iban: z.string() }),
      z.object({ kind: z.literal('card'), digits: z.string() }),
    ]),
  }),
  tree: z.object({ root: Part }),
  free: z.object({ label: z.string(), data: z.unknown().meta({ title: 'Data' }) }),
};

export type FormName = keyof typeof forms;

const asking = (name: string, schema: z.ZodType): AnyWorkflow =>
  createWorkflow({ id: `form-${name}`, inputSchema: z.object({}), outputSchema: z.unknown() })
    .then(
      createStep({
        id: 'ask',
        inputSchema: z.object({}),
        outputSchema: z.unknown(),
        resumeSchema: schema,
        metadata: humanTask({ title: () => `Fill in ${name}`, candidates: { groups: ['managers'] } }),
        execute: async ({ resumeData, suspend }) => resumeData ?? suspend({}),
      }),
    )
    .commit();

const pixel =
  'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
const account = z.object({ owner: z.string(), iban: z.string().meta({ sensitive: true, title: 'IBAN' }) });

/** Deeper than tables and lists go, so it is shown as a tree. */
const nested = (levels: number): z.ZodType =>
  levels === 0 ? account : z.object({ part: nested(levels - 1) });
const nest = (levels: number, value: object): object =>
  levels === 0 ? value : { part: nest(levels - 1, value) };

/** Evidence of every kind, and one thing to decide. */
const evidence = createWorkflow({
  id: 'evidence',
  inputSchema: z.object({ rows: z.int().default(30), text: z.int().default(0) }),
  outputSchema: z.unknown(),
})
  .then(
    createStep({
      id: 'look',
      inputSchema: z.object({ rows: z.int(), text: z.int() }),
      outputSchema: z.unknown(),
      suspendSchema: z.object({
        allowed: z.string().meta({ widget: 'image', title: 'Photo' }),
        elsewhere: z.string().meta({ widget: 'image', title: 'Other photo' }),
        inline: z.string().meta({ widget: 'image', title: 'Thumbnail' }),
        report: z.string().meta({ widget: 'markdown' }),
        change: z.object({
          before: z.object({ terms: z.string(), account: account.optional() }),
          after: z.object({ terms: z.string(), account: account.optional() }),
        }),
        deep: nested(12),
        rows: z.array(z.object({ item: z.string(), amount: z.number().meta({ currency: 'EUR' }) })),
        text: z.string(),
      }),
      resumeSchema: z.object({ approved: z.boolean(), note: z.string().optional() }),
      metadata: humanTask({ title: () => 'Look at all of it', candidates: { groups: ['managers'] } }),
      execute: async ({ inputData: { rows, text }, resumeData, suspend }) =>
        resumeData ??
        suspend({
          allowed: 'https://images.example.com/photo.png',
          elsewhere: 'https://elsewhere.example.com/photo.png',
          inline: pixel,
          report:
            '# Report\n\nSee ![the hall](https://images.example.com/hall.png) and ![a door](https://elsewhere.example.com/door.png).',
          change: {
            before: { terms: 'Pay within 30 days.' },
            after: {
              terms: 'Pay within 14 days.',
              account: { owner: 'Lumen GmbH', iban: 'DE02120300000000202051' },
            },
          },
          deep: nest(12, { owner: 'Nordlys AS', iban: 'NO9386011117947' }) as never,
          rows: Array.from({ length: rows }, (_, index) => ({
            item: `Item ${index + 1}`,
            amount: ((index * 37) % 100) + 0.5,
          })),
          text: 'All work and no play. '.repeat(Math.ceil(text / 22)),
        }),
    }),
  )
  .commit();

const ways = Array.from({ length: 12 }, (_, index) => `way-${index + 1}`);

/** As many outcomes as an author may declare without a thought for phones, with long words. */
const manyWays = createWorkflow({ id: 'many-ways', inputSchema: z.object({}), outputSchema: z.unknown() })
  .then(
    createStep({
      id: 'ask',
      inputSchema: z.object({}),
      outputSchema: z.unknown(),
      suspendSchema: z.object({ report: z.string() }),
      resumeSchema: z.object({ way: z.enum(ways), note: z.string().optional() }),
      metadata: humanTask({
        title: () => 'Choose a way',
        candidates: { groups: ['managers'] },
        outcomes: Object.fromEntries(
          ways.map((way) => [
            way,
            { label: `Go ${way}, and tell everybody who works on it why that is`, resumeData: { way } },
          ]),
        ),
      }),
      execute: async ({ resumeData, suspend }) =>
        resumeData ?? suspend({ report: 'All work and no play. '.repeat(200) }),
    }),
  )
  .commit();

const teams = z.object({
  teams: z.array(
    z.object({
      team: z.string(),
      lines: z.array(
        z.object({
          sku: z.string().meta({ title: 'SKU' }),
          tags: z.array(z.string()),
          rates: z.record(z.string(), z.number()),
        }),
      ),
    }),
  ),
});

const codes = Array.from({ length: 5_000 }, (_, index) => `part-${String(index + 1).padStart(4, '0')}`);
const partCode = z.enum(codes).meta({ labels: { 'part-0007': 'The seventh' } });
const parts = z.object({
  part: partCode,
  more: z.array(z.object({ part: partCode, count: z.int() })),
});

/** Asks for the same on its start page and in its task: lists in lists, and a choice of very many. */
const alike = (id: string, schema: z.ZodType) =>
  createWorkflow({ id, inputSchema: schema, outputSchema: z.unknown() })
    .then(
      createStep({
        id: 'ask',
        inputSchema: schema,
        outputSchema: z.unknown(),
        suspendSchema: z.object({ question: z.string() }),
        resumeSchema: schema,
        metadata: humanTask({ title: () => `Fill in ${id}`, candidates: { groups: ['managers'] } }),
        execute: async ({ resumeData, suspend }) => resumeData ?? suspend({ question: 'Which ones?' }),
      }),
    )
    .commit();

/** Its form replaces an older one that a test writes into the database, as if a release had changed it. */
const changing = createWorkflow({ id: 'changing', inputSchema: z.object({}), outputSchema: z.unknown() })
  .then(
    createStep({
      id: 'ask',
      inputSchema: z.object({}),
      outputSchema: z.unknown(),
      suspendSchema: z.object({ supplier: z.string(), amount: z.number().meta({ currency: 'EUR' }) }),
      resumeSchema: z.object({
        approved: z.boolean(),
        amount: z.number().max(500).meta({ currency: 'EUR' }),
        note: z.string().min(3),
        costCentre: z.enum(['sales', 'office']),
      }),
      metadata: humanTask({ title: () => 'Approve the contract', candidates: { groups: ['managers'] } }),
      execute: async ({ resumeData, suspend }) =>
        resumeData ?? suspend({ supplier: 'Lumen GmbH', amount: 400 }),
    }),
  )
  .commit();

export const workflows: Record<string, AnyWorkflow> = Object.fromEntries(
  [
    ...Object.entries(forms).map(([name, schema]) => asking(name, schema)),
    evidence,
    changing,
    manyWays,
    alike('teams', teams),
    alike('parts', parts),
  ].map((workflow) => [workflow.id, workflow]),
);
