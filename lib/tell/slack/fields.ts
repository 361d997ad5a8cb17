import type { InputBlock } from '@slack/web-api';
import type { Json, StoredSchema, StoredOutcome } from '@/db/schema/json';
import { isAskedPlainly } from '@/lib/engine/find-verdict';
import { canBeToldApart } from '@/lib/base/readable/told-apart';
import { readable } from '@/lib/base/readable/readable';
import { isHidden } from '@/lib/base/schema/mask';
import { description, placeholder } from '@/lib/base/schema/meta';
import { numberProblem } from '@/lib/base/schema/number-problem';
import { heldNames } from '@/lib/base/schema/prefill';
import { readNumber } from '@/lib/base/schema/read-number';
import { shapeOf, yesNo, type Property, type Shape, type ShapeOf } from '@/lib/base/schema/shape';
import { isRecord, ownPart } from '@/lib/base/schema/types';
import type { TaskDetail } from '@/lib/desk/tasks/types';
import { plain, slackLimits } from './limits';
import type { GivenValue } from './interaction';

/** One field of an answer as a Slack block. `read` gives undefined when it was left empty. */
export type Field = {
  key: string;
  required: boolean;
  block: InputBlock;
  read(given: GivenValue | undefined): Json | undefined;
  /** The problem with an unreadable value, in words. */
  problem(given: GivenValue | undefined): string | undefined;
};

type Widget = {
  element: InputBlock['element'];
  optional?: boolean;
  read: Field['read'];
  problem?: Field['problem'];
};
type Start = Json | undefined;

export const fieldBlockId = (key: string) => `field:${key}`;

const readText: Field['read'] = (given) => given?.value ?? undefined;
const hintText = (property: Property) =>
  placeholder(property.node) === undefined
    ? {}
    : { placeholder: plain(placeholder(property.node) ?? '', slackLimits.placeholder) };

function textWidget(property: Property, { node, format }: ShapeOf<'string'>, start: Start): Widget | null {
  const initial = typeof start === 'string' && start !== '' ? start : undefined;
  // A value that Slack's input cannot show in full is answered on the page.
  if (initial !== undefined && (initial.length > slackLimits.input || readable(initial) !== initial))
    return null;
  const common = {
    action_id: 'value',
    ...hintText(property),
    ...(initial === undefined ? {} : { initial_value: initial }),
  };
  switch (format) {
    case 'email':
      return { element: { type: 'email_text_input', ...common }, read: readText };
    case 'uri':
      return { element: { type: 'url_text_input', ...common }, read: readText };
    case 'date':
      return {
        element: {
          type: 'datepicker',
          action_id: 'value',
          ...(initial !== undefined && /^\d{4}-\d\d-\d\d$/.test(initial) ? { initial_date: initial } : {}),
        },
        read: (given) => given?.selected_date ?? undefined,
      };
    case 'text':
    case 'uuid':
    case 'multiline':
    case 'markdown': {
      const multiline = format === 'multiline' || format === 'markdown';
      const most = Math.max(1, Math.min(node.maxLength ?? slackLimits.input, slackLimits.input));
      return {
        element: { type: 'plain_text_input', multiline, max_length: most, ...common },
        read: readText,
      };
    }
    default:
      return null;
  }
}

function numberWidget(property: Property, { integer, min, max }: ShapeOf<'number'>, start: Start): Widget {
  const element: InputBlock['element'] = {
    type: 'number_input',
    action_id: 'value',
    is_decimal_allowed: !integer,
    ...hintText(property),
    ...(min === undefined ? {} : { min_value: String(min) }),
    ...(max === undefined ? {} : { max_value: String(max) }),
    ...(typeof start === 'number' ? { initial_value: String(start) } : {}),
  };
  const numberIn = (given: GivenValue | undefined) =>
    given?.value ? readNumber(given.value, {}) : undefined;
  return {
    element,
    read: (given) => {
      const found = numberIn(given);
      return found && 'value' in found ? found.value : undefined;
    },
    problem: (given) => {
      const found = numberIn(given);
      return found && 'problem' in found ? numberProblem(found.problem, undefined) : undefined;
    },
  };
}

const canBeChosen = (options: readonly { label: string }[]) =>
  options.length <= slackLimits.options &&
  canBeToldApart(
    options.map(({ label }) => label),
    slackLimits.option,
  );

function choiceWidget(options: ShapeOf<'enum'>['options'], start: Start): Widget | null {
  if (!canBeChosen(options)) return null;
  const all = options.map(({ label }, index) => ({
    text: plain(label, slackLimits.option),
    value: String(index),
  }));
  const initial = all[options.findIndex(({ value }) => value === start)];
  return {
    element: {
      type: 'static_select',
      action_id: 'value',
      options: all,
      ...(initial ? { initial_option: initial } : {}),
    },
    read: (given) => options[Number(given?.selected_option?.value ?? Number.NaN)]?.value,
  };
}

function manyWidget(
  { required }: Property,
  { choices, min, max }: ShapeOf<'array'>,
  start: Start,
): Widget | null {
  if (!choices || !canBeChosen(choices)) return null;
  const all = choices.map(({ label }, index) => ({
    text: plain(label, slackLimits.option),
    value: String(index),
  }));
  const chosen = all.filter((_, index) => Array.isArray(start) && start.includes(choices[index]!.value));
  const element: InputBlock['element'] = {
    type: 'multi_static_select',
    action_id: 'value',
    options: all,
    ...(Number.isFinite(max) && max > 0 ? { max_selected_items: max } : {}),
    ...(chosen.length > 0 ? { initial_options: chosen } : {}),
  };
  // Choosing none is an answer where the schema allows it; for an optional field only if some were chosen
  // before.
  const none = min === 0 && (required || chosen.length > 0) ? [] : undefined;
  return {
    element,
    optional: !required || min === 0,
    read: (given) =>
      given?.selected_options?.length
        ? given.selected_options.flatMap(({ value }) => choices[Number(value)]?.value ?? [])
        : none,
  };
}

function tickWidget({ label, required }: Property, start: Start): Widget {
  const option = { text: plain(label, slackLimits.option), value: 'true' };
  const element: InputBlock['element'] = {
    type: 'checkboxes',
    action_id: 'value',
    options: [option],
    ...(start === true ? { initial_options: [option] } : {}),
  };
  // An unticked box is an answer too; a required block would force the tick.
  return {
    element,
    optional: true,
    read: (given) =>
      given?.selected_options?.length ? true : required || start === true ? false : undefined,
  };
}

function widgetOf(property: Property, shape: Shape, root: StoredSchema, start: Start): Widget | null {
  switch (shape.kind) {
    case 'string':
      return textWidget(property, shape, start);
    case 'number':
      return numberWidget(property, shape, start);
    case 'boolean':
      return isAskedPlainly(root, property) && start === undefined
        ? choiceWidget(yesNo, start)
        : tickWidget(property, start);
    case 'enum':
      return choiceWidget(shape.options, start);
    case 'array':
      return manyWidget(property, shape, start);
    case 'const':
      // A confirmation: the tick is the only value that the schema accepts.
      return {
        ...tickWidget(property, undefined),
        optional: !property.required,
        read: (given) => (given?.selected_options?.length ? shape.value : undefined),
      };
    default:
      return null;
  }
}

function fieldOf(property: Property, root: StoredSchema, start: Start): Field | null {
  const { key, node, label, required } = property;
  if (isHidden(property.schema, root) || key.length > 200) return null;
  const widget = widgetOf(property, shapeOf(property.schema, root), root, start);
  if (!widget) return null;
  const about = description(node);
  const block: InputBlock = {
    type: 'input',
    block_id: fieldBlockId(key),
    label: plain(label, slackLimits.label),
    optional: widget.optional ?? !required,
    element: widget.element,
    ...(about === undefined ? {} : { hint: plain(about, slackLimits.hint) }),
  };
  return { key, required, block, read: widget.read, problem: widget.problem ?? (() => undefined) };
}

/** The properties of an answer with this outcome; for a union, those of the outcome's variant. */
function propertiesFor(root: StoredSchema, outcome: StoredOutcome): Property[] | null {
  const shape = shapeOf(root, root);
  if (shape.kind === 'object') return shape.properties;
  const { discriminator } = shape.kind === 'union' ? shape : {};
  if (shape.kind !== 'union' || discriminator === undefined) return null;
  const variant = shape.variants.find(({ tags }) =>
    tags.some((tag) => tag === ownPart(outcome.resumeData, discriminator)),
  );
  const inner = variant && shapeOf(variant.schema, root);
  return inner?.kind === 'object' ? inner.properties : null;
}

/**
 * The fields that an outcome needs besides its reason, as Slack blocks: text, number, choice, tick, date.
 * Optional fields of other kinds are left out. Null when a required field has no Slack widget, or is
 * sensitive.
 */
export function modalFieldsOf(
  {
    resumeSchema,
    reasonField,
    suggested,
    payload = null,
  }: Pick<TaskDetail, 'resumeSchema' | 'reasonField' | 'suggested'> & Partial<Pick<TaskDetail, 'payload'>>,
  outcome: StoredOutcome,
): Field[] | null {
  if (resumeSchema === null) return [];
  const properties = propertiesFor(resumeSchema, outcome);
  if (!properties) return null;
  const open = properties.filter(({ key }) => key !== reasonField && !Object.hasOwn(outcome.resumeData, key));
  const fields = open.map((property) => {
    const start = ownPart(suggested, property.key) ?? (property.node.default as Start);
    return { property, field: fieldOf(property, resumeSchema, isRecord(start) ? undefined : start) };
  });
  if (fields.some(({ property, field }) => property.required && field === null)) return null;
  // Evidence that the answer repeats must come back whole; what cannot be shown here is answered on the page.
  if (fields.some(({ property, field }) => field === null && ownPart(suggested, property.key) !== undefined))
    return null;
  // A list left empty here would count as an empty list, although the evidence has a value.
  const held = new Set(heldNames(payload, resumeSchema));
  const overlooked = ({ key, schema, required }: Property) =>
    required &&
    held.has(key) &&
    !Object.hasOwn(suggested, key) &&
    shapeOf(schema, resumeSchema).kind === 'array';
  if (open.some(overlooked)) return null;
  const shown = fields.flatMap(({ field }) => field ?? []);
  return shown.length > 40 ? null : shown;
}
