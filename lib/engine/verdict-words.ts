export type Meaning = 'agrees' | 'refuses';

/** `firm`: the word means the same whatever the question. "Confirm" is not firm: one can confirm a fraud. */
type Verb = { label: string; means: Meaning; firm: boolean };

const verb = (label: string, means: Meaning, firm: boolean, forms: string): [string, Verb][] =>
  forms.split(' ').map((form) => [form, { label, means, firm }]);

/** Verdict words, clearest first. */
const verbs = new Map([
  ...verb('Approve', 'agrees', true, 'approved approve'),
  ...verb('Confirm', 'agrees', false, 'confirm confirmed'),
  ...verb('Accept', 'agrees', true, 'accepted accept'),
  ...verb('Allow', 'agrees', true, 'allowed allow'),
  ...verb('Agree', 'agrees', true, 'agreed agree'),
  ...verb('Grant', 'agrees', false, 'granted grant'),
  ...verb('Permit', 'agrees', false, 'permitted permit'),
  ...verb('Approve', 'agrees', false, 'ok okay'),
  ...verb('Reject', 'refuses', true, 'rejected reject disapproved disapprove unapproved'),
  ...verb('Decline', 'refuses', true, 'declined decline'),
  ...verb('Deny', 'refuses', true, 'denied deny'),
  ...verb('Refuse', 'refuses', true, 'refused refuse'),
  ...verb('Veto', 'refuses', false, 'vetoed veto'),
]);
const order = [...verbs.keys()];

/** Words that are a verdict only as the whole label; inside a longer text they may be about anything. */
const alone = new Map<string, Meaning>([
  ['yes', 'agrees'],
  ['publish', 'agrees'],
  ['no', 'refuses'],
  ['block', 'refuses'],
]);
const negations = new Set(['not', 'dont', 'never', 'no', 'non']);
/** Next to one of these nouns a verb may be about somebody else's verdict: "confirm the rejection". */
const nouns = new Set('approval acceptance consent permission rejection refusal denial objection'.split(' '));

/** `hiringDecision` → `hiring`, `decision`. */
export const splitWords = (text: string): string[] =>
  text
    .replaceAll(/['’]/g, '')
    .replaceAll(/([a-z\d])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean);

export const lastWord = (name: string): string => splitWords(name).at(-1) ?? '';

const opposite = (meaning: Meaning): Meaning => (meaning === 'agrees' ? 'refuses' : 'agrees');

/**
 * What the words of a button, value or id say; null when they say neither, or both.
 * @param firm count only words that mean the same whatever the question
 */
export function meaningOf(text: string, { firm = false } = {}): Meaning | null {
  const words = splitWords(text);
  const only = words.length === 1 && !firm ? alone.get(words[0]!) : undefined;
  if (only) return only;
  if (words.some((word) => nouns.has(word))) return null;
  const said = words.flatMap((word, index) => {
    const found = verbs.get(word);
    if (!found || (firm && !found.firm)) return [];
    return negations.has(words[index - 1] ?? '') ? opposite(found.means) : found.means;
  });
  return new Set(said).size === 1 ? said[0]! : null;
}

/** Whether a name contains a verdict word anywhere. */
export const speaksOfVerdict = (name: string): boolean => splitWords(name).some((word) => verbs.has(word));

/**
 * For a boolean property: what `true` means, the label of its button, and how clearly the name says so (lower
 * is clearer).
 */
export type NamedVerdict = { whenTrue: Meaning; label: string; rank: number };

/** `approved`, `isApproved` and `accessDenied` are verdicts; `confirmEmail` and `approvedBy` are not. */
export function verdictNamed(name: string): NamedVerdict | null {
  const words = splitWords(name);
  const found = verbs.get(words.at(-1) ?? '');
  if (!found) return null;
  const rank = order.indexOf(words.at(-1)!) + (words.length > 1 ? order.length : 0);
  return negations.has(words.at(-2) ?? '')
    ? { whenTrue: opposite(found.means), label: found.means === 'agrees' ? 'Reject' : 'Approve', rank }
    : { whenTrue: found.means, label: found.label, rank };
}
