import { z } from 'zod';

/** Slack's limits for blocks and views, from its reference. Anything unknown is refused. */
const text = (most: number) =>
  z.strictObject({
    type: z.literal('plain_text'),
    text: z.string().min(1).max(most),
    emoji: z.boolean().optional(),
  });
const markdown = (most: number) =>
  z.strictObject({ type: z.literal('mrkdwn'), text: z.string().min(1).max(most) });
const actionId = z.string().min(1).max(255);
const blockId = z.string().min(1).max(255).optional();

const confirm = z.strictObject({ title: text(100), text: text(300), confirm: text(30), deny: text(30) });
const button = z.strictObject({
  type: z.literal('button'),
  action_id: actionId,
  text: text(75),
  value: z.string().max(2000).optional(),
  url: z.url().max(3000).optional(),
  style: z.enum(['primary', 'danger']).optional(),
  confirm: confirm.optional(),
});
const style = z.strictObject({ bold: z.boolean() }).optional();
const richElement = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('text'), text: z.string().min(1), style }),
  z.strictObject({
    type: z.literal('link'),
    url: z.url().max(3000),
    text: z.string().min(1).optional(),
    style,
  }),
]);
const rich = z.strictObject({ type: z.literal('rich_text_section'), elements: z.array(richElement).min(1) });

const header = z.strictObject({ type: z.literal('header'), block_id: blockId, text: text(150) });
const section = z.strictObject({
  type: z.literal('section'),
  block_id: blockId,
  text: z.union([text(3000), markdown(3000)]),
});
const shown = [
  header,
  section,
  z.strictObject({ type: z.literal('rich_text'), block_id: blockId, elements: z.array(rich).min(1) }),
  z.strictObject({
    type: z.literal('context'),
    block_id: blockId,
    elements: z
      .array(z.union([text(3000), markdown(3000)]))
      .min(1)
      .max(10),
  }),
  z.strictObject({ type: z.literal('actions'), block_id: blockId, elements: z.array(button).min(1).max(25) }),
] as const;

const own = { action_id: actionId };
const asking = {
  ...own,
  placeholder: text(150).optional(),
  initial_value: z.string().min(1).max(3000).optional(),
};
const option = z.strictObject({ text: text(75), value: z.string().min(1).max(150) });
const element = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('plain_text_input'),
    ...asking,
    multiline: z.boolean().optional(),
    max_length: z.int().min(1).max(3000).optional(),
  }),
  z.strictObject({ type: z.literal('email_text_input'), ...asking }),
  z.strictObject({ type: z.literal('url_text_input'), ...asking }),
  z.strictObject({
    type: z.literal('number_input'),
    ...asking,
    is_decimal_allowed: z.boolean(),
    min_value: z.string().optional(),
    max_value: z.string().optional(),
  }),
  z.strictObject({ type: z.literal('datepicker'), ...own, initial_date: z.iso.date().optional() }),
  z.strictObject({
    type: z.literal('static_select'),
    ...own,
    options: z.array(option).min(1).max(100),
    initial_option: option.optional(),
  }),
  z.strictObject({
    type: z.literal('multi_static_select'),
    ...own,
    options: z.array(option).min(1).max(100),
    initial_options: z.array(option).min(1).optional(),
    max_selected_items: z.int().min(1).optional(),
  }),
  z.strictObject({
    type: z.literal('checkboxes'),
    ...own,
    options: z.array(option).min(1).max(10),
    initial_options: z.array(option).min(1).optional(),
  }),
]);
const input = z.strictObject({
  type: z.literal('input'),
  block_id: blockId,
  label: text(2000),
  hint: text(2000).optional(),
  optional: z.boolean().optional(),
  element,
});

type Block = { block_id?: string | undefined; elements?: unknown };
const isUnique = (values: (string | undefined)[]) =>
  new Set(values.filter((value) => value !== undefined)).size ===
  values.filter((value) => value !== undefined).length;
const ownIds = (blocks: readonly Block[]) => isUnique(blocks.map(({ block_id }) => block_id));

export const messageBlocks = z
  .array(z.discriminatedUnion('type', shown))
  .max(50)
  .refine(ownIds, 'block_id must be unique');
export const modalView = z
  .strictObject({
    type: z.literal('modal'),
    callback_id: z.string().max(255).optional(),
    private_metadata: z.string().max(3000).optional(),
    title: text(24),
    submit: text(24).optional(),
    close: text(24).optional(),
    blocks: z
      .array(z.discriminatedUnion('type', [...shown, input]))
      .max(100)
      .refine(ownIds, 'block_id must be unique'),
  })
  .refine(
    ({ submit, blocks }) => submit !== undefined || blocks.every(({ type }) => type !== 'input'),
    'submit is needed with inputs',
  );

export type MessageBlocks = z.infer<typeof messageBlocks>;
export type View = z.infer<typeof modalView>;
