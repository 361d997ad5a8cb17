import { codeOf, said, sentenceOf } from './reasons';
import type { ErrorCode, Given, IssueReason, Language, Reason, ReasonOf, Said } from './reasons';
import type { Issue } from './schema/form-data-error';
import { reasonTexts } from './texts/reasons';

export type { ErrorCode, Issue };

/** One thing wrong with an input: one of our reasons, or a message from its schema. */
export type Fault = Issue | (Said<IssueReason> & { path: string });

type More = { issues?: Fault[]; cause?: unknown };
type Old = More & { detail?: object | undefined };

/** The only error verbs throw on purpose. Anything else is a fault: logged with an id, its message hidden. */
export class AppError extends Error {
  readonly code: ErrorCode;
  /** Missing only where a verb still throws a sentence. */
  readonly reason: Reason | undefined;
  /** For the sentence and for programs, such as who decided first. Never secrets or anything the caller may not see. */
  readonly params: object;
  readonly issues: Fault[] | undefined;

  constructor(told: Said, more?: More);
  constructor(code: ErrorCode, message: string, more?: Old);
  constructor(told: Said | ErrorCode, more: More | string = {}, old: Old = {}) {
    const { issues, cause } = typeof more === 'string' ? old : more;
    const code = typeof told === 'string' ? told : codeOf(told.reason);
    super(typeof told === 'string' ? String(more) : `${code}: ${told.reason}`, { cause });
    this.name = 'AppError';
    this.code = code;
    this.reason = typeof told === 'string' ? undefined : told.reason;
    this.params = (typeof told === 'string' ? old.detail : told.params) ?? {};
    this.issues = issues;
  }
}

/** The sentence for an error, in the reader's language. */
export const messageOf = ({ reason, params, message }: AppError, language?: Language): string =>
  reason === undefined ? message : sentenceOf({ reason, params }, language);

type Make<C extends ErrorCode> = {
  <R extends ReasonOf<C>>(reason: R, ...params: Given<R>): AppError;
  (message: string, detail?: object): AppError;
};

/** Makes errors of one class. The compiler checks the reason and its parameters. */
const errorsOf = <C extends ErrorCode>(code: C) =>
  ((reason: string, params: object = {}) =>
    Object.hasOwn(reasonTexts[code], reason)
      ? new AppError({ reason: reason as Reason, params })
      : new AppError(code, reason, { detail: params })) as Make<C>;

export const forbidden = errorsOf('forbidden');
export const conflict = errorsOf('conflict');

type Thing = ReasonOf<'not_found'> extends `no_such_${infer What}` ? What : never;
/** Also for what exists but this actor may not see. */
export const notFound = (what: Thing): AppError => new AppError(said(`no_such_${what}`));

export const fault = <R extends IssueReason>(path: string, reason: R, ...params: Given<R>): Fault => ({
  path,
  ...said(reason, ...params),
});

/** The most issues reported for one input; nobody fixes more at once. */
export const mostIssues = 100;

/** The first faults, and how many more there are. */
export function firstFaults<T>(found: readonly T[], faultOf: (one: T) => Fault): Fault[] {
  if (found.length <= mostIssues) return found.map(faultOf);
  const first = found.slice(0, mostIssues - 1);
  return [...first.map(faultOf), fault('', 'and_more', { count: found.length - first.length })];
}

export const invalid = (faults: Fault[]): AppError =>
  new AppError(said('invalid_values'), { issues: firstFaults(faults, (one) => one) });

/** Faults as messages in the reader's language. */
export const issuesIn = (faults: readonly Fault[] = [], language?: Language): Issue[] =>
  faults.map((one) => ({
    path: one.path,
    message: 'message' in one ? one.message : sentenceOf(one, language),
  }));
