import { codeOf, said, sentenceOf } from './reasons';
import type { ErrorCode, Given, IssueReason, Language, Reason, ReasonOf, Said } from './reasons';
import type { Issue } from './schema/form-data-error';

export type { ErrorCode, Issue };

/** One thing wrong with an input: one of our reasons, or a message from its schema. */
export type Fault = Issue | (Said<IssueReason> & { path: string });

/** The only error verbs throw on purpose. Anything else is a fault: logged with an id, its message hidden. */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly reason: Reason;
  /** For the sentence and for programs, such as who decided first. Never secrets or anything the caller may not see. */
  readonly params: object;
  readonly issues: Fault[] | undefined;

  /** The message is for logs: people read `sentenceOf(error)`. */
  constructor({ reason, params }: Said, { issues, cause }: { issues?: Fault[]; cause?: unknown } = {}) {
    const code = codeOf(reason);
    super(`${code}: ${reason}`, { cause });
    this.name = 'AppError';
    this.code = code;
    this.reason = reason;
    this.params = params;
    this.issues = issues;
  }
}

/** Makes errors of one class. The compiler checks the reason and its parameters. */
const errorsOf =
  <C extends ErrorCode>() =>
  <R extends ReasonOf<C> & Reason>(reason: R, ...params: Given<R>): AppError =>
    new AppError(said(reason, ...params));

export const unauthenticated = errorsOf<'unauthenticated'>();
export const forbidden = errorsOf<'forbidden'>();
export const conflict = errorsOf<'conflict'>();
export const stale = errorsOf<'stale'>();
export const tooLarge = errorsOf<'too_large'>();
export const rateLimited = errorsOf<'rate_limited'>();

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
