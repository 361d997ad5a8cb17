import type { DecisionRow, TaskRow } from '@/db/schema';
import type { Json, StoredSchema } from '@/db/schema/json';
import { cutJson, cutParts, jsonSize, partsIn } from '@/lib/base/schema/cut';
import type { Engine } from '@/lib/engine/engine';
import { isStepInput } from '@/lib/engine/evidence';
import { maskBy } from '@/lib/base/schema/mask';
import { prefill } from '@/lib/base/schema/prefill';
import { isRecord } from '@/lib/base/schema/types';
import { sameJson } from '@/lib/base/canonical';
import type { Edits } from './types';

/** Data beyond this many bytes, or values, is shown cut; the whole can be downloaded. */
export const shownPayloadBytes = 256 * 1024;
export const shownPayloadParts = 10_000;

type Place = Pick<TaskRow, 'workflowId' | 'stepPath'>;
type Evidence = Place & Pick<TaskRow, 'payload' | 'payloadSchema' | 'earlierSchemas' | 'toolCall'>;
type Question = Evidence & Pick<TaskRow, 'resumeSchema' | 'outcomes' | 'policy'>;
type Code = Pick<Engine, 'schemas' | 'toolMask'>;
type Masks = (StoredSchema | null | undefined)[];

/**
 * By which schemas evidence is masked: that of the question, those it had before, and that of the code as it is now. A
 * release can call more sensitive than what was asked, and never less.
 */
export const evidenceMasks = (code: Code, task: Evidence): Masks => [
  task.payloadSchema,
  ...(task.earlierSchemas ?? []),
  code.schemas(task.workflowId, task.stepPath)?.[
    isStepInput(task.payloadSchema) ? 'payload' : 'suspendPayload'
  ],
  code.toolMask(task.workflowId, task.stepPath, task.toolCall),
];

/** The same for answers. */
export const decisionMasks = (
  code: Pick<Code, 'schemas'>,
  task: Place & Pick<TaskRow, 'resumeSchema'>,
): Masks => [task.resumeSchema, code.schemas(task.workflowId, task.stepPath)?.resumePayload];

/** The evidence as people and programs may see it: sensitive parts masked. The digest is of the evidence itself. */
export const maskedPayload = (code: Code, task: Evidence): Json =>
  maskBy(task.payload, evidenceMasks(code, task));

/** Data as it is shown: its sensitive parts masked, and cut when it is too large for a page. */
export function shownData(data: Json, masks: Masks): { value: Json; cut: boolean } {
  const value = maskBy(data, masks);
  const cut = jsonSize(value) > shownPayloadBytes || partsIn(value) > shownPayloadParts;
  return { value: cut ? cutJson(cutParts(value, shownPayloadParts), shownPayloadBytes) : value, cut };
}

/** The masked evidence, cut when it is too large for a page. */
export function shownPayload(code: Code, task: Evidence): { payload: Json; payloadCut: boolean } {
  const { value, cut } = shownData(task.payload, evidenceMasks(code, task));
  return { payload: value, payloadCut: cut };
}

/** What the form of an answer starts with (lib/base/schema/prefill.ts). Never the verdict or the reason. */
export function suggestedAnswer(code: Code, task: Question): { [key: string]: Json } {
  const { payload, resumeSchema, outcomes, policy } = task;
  if (resumeSchema === null) return {};
  const skip = [
    ...outcomes.flatMap(({ resumeData }) => Object.keys(resumeData)),
    ...(policy.reasonField === null ? [] : [policy.reasonField]),
  ];
  return prefill({ schema: resumeSchema, payload, shown: maskedPayload(code, task), skip });
}

/** How the answer differs from what was suggested; null when it does not. */
export function editsOf(
  code: Code,
  task: Question,
  { resumeData }: Pick<DecisionRow, 'resumeData'>,
): Edits | null {
  const { resumeSchema } = task;
  if (resumeSchema === null || !isRecord(resumeData)) return null;
  const given = resumeData as { [key: string]: Json };
  const isObject = isRecord(resumeSchema.properties);
  // Of a union's variants one may not take the content up at all; that is no change of it.
  const edited = Object.entries(suggestedAnswer(code, task)).filter(([key, value]) =>
    Object.hasOwn(given, key) ? !sameJson(value, given[key]!) : isObject,
  );
  if (edited.length === 0) return null;
  const after = edited.flatMap(([key]) => (Object.hasOwn(given, key) ? [[key, given[key]!] as const] : []));
  return {
    schema: resumeSchema,
    before: maskBy(Object.fromEntries(edited), decisionMasks(code, task)) as { [key: string]: Json },
    after: maskBy(Object.fromEntries(after), decisionMasks(code, task)) as { [key: string]: Json },
  };
}
