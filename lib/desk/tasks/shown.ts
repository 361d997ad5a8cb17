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

/** Data with more bytes or values is shortened; downloads have all of it. */
export const shownPayloadBytes = 256 * 1024;
export const shownPayloadParts = 10_000;

type Place = Pick<TaskRow, 'workflowId' | 'stepPath'>;
type Evidence = Place & Pick<TaskRow, 'payload' | 'payloadSchema' | 'earlierSchemas' | 'toolCall'>;
type Question = Evidence & Pick<TaskRow, 'resumeSchema' | 'outcomes' | 'policy'>;
type Code = Pick<Engine, 'schemas' | 'toolMask'>;
type Masks = (StoredSchema | null | undefined)[];

/**
 * The schemas that mask evidence: the task's, its earlier ones, and the current code's. So a release can make more of an
 * open task sensitive, but never less.
 */
export const evidenceMasks = (code: Code, task: Evidence): Masks => [
  task.payloadSchema,
  ...(task.earlierSchemas ?? []),
  code.schemas(task.workflowId, task.stepPath)?.[
    isStepInput(task.payloadSchema) ? 'payload' : 'suspendPayload'
  ],
  code.toolMask(task.workflowId, task.stepPath, task.toolCall),
];

/** The schemas that mask decisions. */
export const decisionMasks = (
  code: Pick<Code, 'schemas'>,
  task: Place & Pick<TaskRow, 'resumeSchema'>,
): Masks => [task.resumeSchema, code.schemas(task.workflowId, task.stepPath)?.resumePayload];

/** The evidence with sensitive values masked, as people and programs see it. */
export const maskedPayload = (code: Code, task: Evidence): Json =>
  maskBy(task.payload, evidenceMasks(code, task));

/** Data with sensitive values masked, shortened if it is too large for a page. */
export function shownData(data: Json, masks: Masks): { value: Json; cut: boolean } {
  const value = maskBy(data, masks);
  const cut = jsonSize(value) > shownPayloadBytes || partsIn(value) > shownPayloadParts;
  return { value: cut ? cutJson(cutParts(value, shownPayloadParts), shownPayloadBytes) : value, cut };
}

/** The masked evidence, shortened if it is too large for a page. */
export function shownPayload(code: Code, task: Evidence): { payload: Json; payloadCut: boolean } {
  const { value, cut } = shownData(task.payload, evidenceMasks(code, task));
  return { payload: value, payloadCut: cut };
}

/** The initial values of the form (lib/base/schema/prefill.ts), without those of the outcome and the reason. */
export function suggestedAnswer(code: Code, task: Question): { [key: string]: Json } {
  const { payload, resumeSchema, outcomes, policy } = task;
  if (resumeSchema === null) return {};
  const skip = [
    ...outcomes.flatMap(({ resumeData }) => Object.keys(resumeData)),
    ...(policy.reasonField === null ? [] : [policy.reasonField]),
  ];
  return prefill({ schema: resumeSchema, payload, shown: maskedPayload(code, task), skip });
}

/** The changes to the suggested values; null if there are none. */
export function editsOf(
  code: Code,
  task: Question,
  { resumeData }: Pick<DecisionRow, 'resumeData'>,
): Edits | null {
  const { resumeSchema } = task;
  if (resumeSchema === null || !isRecord(resumeData)) return null;
  const given = resumeData as { [key: string]: Json };
  const isObject = isRecord(resumeSchema.properties);
  // A variant of a union may not have the field at all, which is not a change.
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
