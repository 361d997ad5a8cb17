import { isHidden } from '@/lib/base/schema/mask';
import { asNode } from '@/lib/base/schema/meta';
import type { JsonSchema } from '@/lib/base/schema/types';
import { schemaProperties } from './properties-of';
import { lastWord } from './verdict-words';

const reasonNames = ['reason', 'comment', 'note', 'notes', 'feedback'];
const reasonLastWords = new Set([...reasonNames, 'comments', 'remark', 'remarks', 'rationale']);

/**
 * The property of an answer that holds the person's reason, or null. Well-known names come first, then the
 * only free text whose last word is one of these and that the evidence does not have. Never a sensitive one:
 * everybody who sees the task reads its reason.
 */
export function findReasonField(
  schema: JsonSchema | null,
  evidence: JsonSchema | null = null,
): string | null {
  const texts = Object.entries(schemaProperties(schema)).flatMap(([name, property]) => {
    const node = asNode(property);
    return node.type === 'string' && !isHidden(property, schema ?? true) ? [{ name, node }] : [];
  });
  const names = texts.map(({ name }) => name);
  const named = reasonNames.find((name) => names.includes(name));
  if (named !== undefined) return named;
  const shown = schemaProperties(evidence);
  const alike = texts.filter(
    ({ name, node: { enum: choices, const: fixed, format, pattern } }) =>
      reasonLastWords.has(lastWord(name)) &&
      !Object.hasOwn(shown, name) &&
      [choices, fixed, format, pattern].every((rule) => rule === undefined),
  );
  return alike.length === 1 ? alike[0]!.name : null;
}
