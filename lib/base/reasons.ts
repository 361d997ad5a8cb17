import { issueTexts } from './texts/issues';
import { noteTexts } from './texts/notes';
import { reasonTexts } from './texts/reasons';

type Reasons = typeof reasonTexts;
type Issues = typeof issueTexts;
type Notes = typeof noteTexts;

/** The class of an error. Each transport maps it once (HTTP: lib/api/http/problem.ts). */
export type ErrorCode = keyof Reasons;
export type ReasonOf<C extends ErrorCode> = { [K in C]: keyof Reasons[K] }[C];
export type Reason = ReasonOf<ErrorCode>;
export type IssueReason = keyof Issues;
export type NoteCode = keyof Notes;

type TextOf<R> = R extends IssueReason
  ? Issues[R]
  : { [C in ErrorCode]: R extends keyof Reasons[C] ? Reasons[C][R] : never }[ErrorCode];
type Takes<R> = R extends unknown
  ? (params: TextOf<R> extends (params: infer P) => string ? P : Record<never, never>) => void
  : never;
/** Of one of several reasons: what all of them need. */
type ParamsOf<R> = Takes<R> extends (params: infer P) => void ? P : never;
export type Given<R> = object extends ParamsOf<R> ? [params?: ParamsOf<R>] : [params: ParamsOf<R>];

/** A reason with its parameters. The edges turn it into a sentence in the reader's language. */
export type Said<R extends Reason | IssueReason = Reason> = { readonly reason: R; readonly params: object };

export const said = <R extends Reason | IssueReason>(reason: R, ...[params]: Given<R>): Said<R> => ({
  reason,
  params: params ?? {},
});

const classes = Object.entries(reasonTexts) as [ErrorCode, object][];
const classOfReason = new Map(
  classes.flatMap(([code, texts]) => Object.keys(texts).map((reason) => [reason, code] as const)),
);
export const reasons = [...classOfReason.keys()] as Reason[];
export const errorCodes = classes.map(([code]) => code);
export const codeOf = (reason: Reason): ErrorCode => classOfReason.get(reason)!;

/** The type of another language's catalogue: the same reasons with the same parameters. */
type Words<T> = T extends string
  ? string
  : T extends (params: infer P) => string
    ? (params: P) => string
    : { [K in keyof T]: Words<T[K]> };
type Catalogue = { reasons: Words<Reasons>; issues: Words<Issues>; notes: Words<Notes> };

export type Language = 'en';
const catalogues: Record<Language, Catalogue> = {
  en: { reasons: reasonTexts, issues: issueTexts, notes: noteTexts },
};

type Text = string | ((params: object) => string);

/** The sentence for a reason, in the reader's language. */
export function sentenceOf(
  { reason, params }: Said<Reason | IssueReason>,
  language: Language = 'en',
): string {
  const { reasons: byCode, issues } = catalogues[language];
  const code = classOfReason.get(reason);
  const texts: object = code ? byCode[code] : issues;
  const text = texts[reason as keyof typeof texts] as Text | undefined;
  return typeof text === 'function' ? text(params) : (text ?? reason);
}

/** A note as stored in a row: our codes as words, and what a service said or an older release wrote as it is. */
export function noteIn(stored: string, language: Language = 'en'): string {
  const { notes, issues } = catalogues[language];
  const text = Object.entries({ ...issues, ...notes }).find(([code]) => code === stored)?.[1];
  return typeof text === 'string' ? text : stored;
}
