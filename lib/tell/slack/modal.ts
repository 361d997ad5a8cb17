import type { InputBlock, KnownBlock, ModalView } from '@slack/web-api';
import type { Json, StoredOutcome } from '@/db/schema/json';
import { invalid, type Issue } from '@/lib/base/errors';
import { evidenceOf } from '@/lib/tell/messages/evidence-lines';
import { evidenceIn } from '@/lib/tell/messages/shown-in';
import { parsePath, printPath } from '@/lib/base/schema/paths';
import type { TaskDetail } from '@/lib/desk/tasks/types';
import { slackTexts as texts } from '@/lib/base/texts/slack';
import { writeAsked } from './asked';
import { factsBlock, slackRoom } from './facts-block';
import { fieldBlockId, modalFieldsOf } from './fields';
import type { Submitted } from './interaction';
import { plain, slackLimits } from './limits';
import type { MessagePlace } from './slack-api';

export const decisionModalId = 'answer';
const reasonBlockId = 'reason';

type Question = Pick<
  TaskDetail,
  | 'taskId'
  | 'title'
  | 'payload'
  | 'payloadSchema'
  | 'payloadCut'
  | 'payloadDigest'
  | 'resumeSchema'
  | 'reasonField'
  | 'suggested'
>;

/** How an outcome can be answered in Slack: by its button, by a modal, or only on the page. */
export function wayOf(task: Question, outcome: StoredOutcome): 'button' | 'modal' | 'page' {
  const fields = modalFieldsOf(task, outcome);
  if (!fields) return 'page';
  return outcome.reasonRequired ||
    fields.some(({ key, required }) => required || Object.hasOwn(task.suggested, key))
    ? 'modal'
    : 'button';
}

const reasonBlock = ({ reasonRequired }: StoredOutcome): InputBlock => ({
  type: 'input',
  block_id: reasonBlockId,
  label: plain(texts.reason, slackLimits.label),
  optional: !reasonRequired,
  element: { type: 'plain_text_input', action_id: 'value', multiline: true, max_length: slackLimits.input },
});

/** The form for one outcome, below the evidence. It carries the question's digest. */
export function decisionModal(task: Question, outcome: StoredOutcome, message: MessagePlace): ModalView {
  const blocks: KnownBlock[] = [
    { type: 'section', text: plain(task.title, slackLimits.section) },
    ...(outcome.label.length > slackLimits.modalTitle
      ? [{ type: 'section' as const, text: plain(outcome.label, slackLimits.section) }]
      : []),
    ...factsBlock(evidenceIn(evidenceOf(task), slackRoom).facts),
    ...(modalFieldsOf(task, outcome) ?? []).map(({ block }) => block),
    reasonBlock(outcome),
  ];
  return {
    type: 'modal',
    callback_id: decisionModalId,
    private_metadata: writeAsked({
      taskId: task.taskId,
      outcome: outcome.id,
      payloadDigest: task.payloadDigest,
      whole: true,
      message: { channel: message.channel, ts: message.ts },
    }),
    title: plain(outcome.label, slackLimits.modalTitle),
    submit: plain(texts.send, slackLimits.modalButton),
    close: plain(texts.cancel, slackLimits.modalButton),
    blocks,
  };
}

/** A modal with only a message, for a person whose modal could not be accepted. */
export const noticeModal = (text: string): ModalView => ({
  type: 'modal',
  title: plain(texts.product, slackLimits.modalTitle),
  close: plain(texts.close, slackLimits.modalButton),
  blocks: [{ type: 'section', text: plain(text, slackLimits.section, { lines: true }) }],
});

type Given = Submitted['view']['state']['values'];

/**
 * The values filled in.
 * @throws invalid for unreadable values, with paths
 */
export function readModal(
  task: Question,
  outcome: StoredOutcome,
  given: Given,
): { resumeData: Json; comment?: string } {
  const fields = (modalFieldsOf(task, outcome) ?? []).map((field) => ({
    ...field,
    given: given[fieldBlockId(field.key)]?.value,
  }));
  const issues = fields.flatMap(({ key, problem, given: value }): Issue[] => {
    const message = problem(value);
    return message === undefined ? [] : [{ path: printPath(['resumeData', key]), message }];
  });
  if (issues.length > 0) throw invalid(issues);
  const filled = fields.flatMap(({ key, read, given: held }): [string, Json][] => {
    const value = read(held);
    return value === undefined ? [] : [[key, value]];
  });
  const comment = given[reasonBlockId]?.value?.value?.trim();
  return { resumeData: Object.fromEntries(filled), ...(comment ? { comment } : {}) };
}

/** Errors by block id; those without a block go to the reason, which every modal has. */
export function errorsByBlock(
  { reasonField }: Question,
  issues: readonly Issue[],
  given: Given,
): Record<string, string> {
  const errors: Record<string, string> = {};
  for (const { path, message } of issues) {
    const key = parsePath(path)?.[1];
    const own = typeof key === 'string' && key !== reasonField ? fieldBlockId(key) : reasonBlockId;
    const id = Object.hasOwn(given, own) ? own : reasonBlockId;
    errors[id] ??= message;
  }
  return errors;
}
