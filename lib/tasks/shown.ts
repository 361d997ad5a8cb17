import type { Json, JsonSchema } from '@/db/schema/json';
import { cutJson, cutParts, jsonSize, partsIn } from '@/lib/schema/cut';
import { maskSensitive } from '@/lib/schema/mask';
import { prefill } from '@/lib/schema/prefill';
import { isRecord } from '@/lib/schema/types';
import { sameJson } from '@/lib/canonical';
import type { DecisionRow, TaskRow } from './get-task';
import type { Edits } from './types';

/** Data beyond this many bytes, or values, is shown cut; the whole can be downloaded. */
export const shownPayloadBytes = 256 * 1024;
export const shownPayloadParts = 10_000;

type Question = Pick<TaskRow, 'payload' | 'payloadSchema' | 'resumeSchema' | 'outcomes' | 'policy'>;

/** The evidence as people and programs may see it: sensitive parts masked. The digest is of the evidence itself. */
export const maskedPayload = ({
  payload,
  payloadSchema,
}: Pick<Question, 'payload' | 'payloadSchema'>): Json => maskSensitive(payload, payloadSchema ?? true);

/** Data as it is shown: its sensitive parts masked, and cut when it is too large for a page. */
export function shownData(data: Json, schema: JsonSchema | null): { value: Json; cut: boolean } {
  const value = maskSensitive(data, schema ?? true);
  const cut = jsonSize(value) > shownPayloadBytes || partsIn(value) > shownPayloadParts;
  return { value: cut ? cutJson(cutParts(value, shownPayloadParts), shownPayloadBytes) : value, cut };
}

/** The masked evidence, cut when it is too large for a page. */
export function shownPayload({ payload, payloadSchema }: Pick<Question, 'payload' | 'payloadSchema'>): {
  payload: Json;
  payloadCut: boolean;
} {
  const { value, cut } = shownData(payload, payloadSchema);
  return { payload: value, payloadCut: cut };
}

/** What the form of an answer starts with (lib/schema/prefill.ts). Never the verdict or the reason. */
export function suggestedAnswer({ payload, payloadSchema, resumeSchema, outcomes, policy }: Question): {
  [key: string]: Json;
} {
  if (resumeSchema === null) return {};
  const skip = [
    ...outcomes.flatMap(({ resumeData }) => Object.keys(resumeData)),
    ...(policy.reasonField === null ? [] : [policy.reasonField]),
  ];
  return prefill({ schema: resumeSchema, payload, payloadSchema: payloadSchema ?? true, skip });
}

/** How the answer differs from what was suggested; null when it does not. */
export function editsOf(task: Question, { resumeData }: Pick<DecisionRow, 'resumeData'>): Edits | null {
  const { resumeSchema } = task;
  if (resumeSchema === null || !isRecord(resumeData)) return null;
  const given = resumeData as { [key: string]: Json };
  const isObject = isRecord(resumeSchema.properties);
  // Of a union's variants one may not take the content up at all; that is no change of it.
  const edited = Object.entries(suggestedAnswer(task)).filter(([key, value]) =>
    Object.hasOwn(given, key) ? !sameJson(value, given[key]!) : isObject,
  );
  if (edited.length === 0) return null;
  const after = edited.flatMap(([key]) => (Object.hasOwn(given, key) ? [[key, given[key]!] as const] : []));
  return {
    schema: resumeSchema,
    before: Object.fromEntries(edited),
    after: maskSensitive(Object.fromEntries(after), resumeSchema) as { [key: string]: Json },
  };
}
