import type { Issue } from './schema/form-data-error';
import { joinPaths } from '@/lib/base/schema/paths';

/** The closed set of error codes. Each transport maps them once (HTTP: lib/api/http/problem.ts). */
export const errorCodes = [
  'malformed',
  'unauthenticated',
  'forbidden',
  'not_found',
  'conflict',
  'stale',
  'too_large',
  'unsupported_media_type',
  'invalid',
  'rate_limited',
  'unavailable',
  'internal',
] as const;

export type ErrorCode = (typeof errorCodes)[number];

export type { Issue };

type Details = { issues?: Issue[]; detail?: Record<string, unknown>; cause?: unknown };

/** The only error verbs throw on purpose. Anything else is a fault: logged with an id, its message hidden. */
export class AppError extends Error {
  readonly issues: Issue[] | undefined;
  /** Facts for the caller, such as who decided first. Never secrets or anything the caller may not see. */
  readonly detail: Record<string, unknown> | undefined;

  constructor(
    readonly code: ErrorCode,
    message: string,
    { issues, detail, cause }: Details = {},
  ) {
    super(message, { cause });
    this.name = 'AppError';
    this.issues = issues;
    this.detail = detail;
  }
}

export const notFound = (what: string) => new AppError('not_found', `There is no such ${what}.`);
export const forbidden = (reason: string) => new AppError('forbidden', reason);
export const conflict = (message: string, detail?: Record<string, unknown>) =>
  new AppError('conflict', message, { detail });
/** Issues of a part of an input, with paths from the whole input. */
export const issuesBelow = (parent: string, issues: Issue[]): Issue[] =>
  issues.map(({ path, message }) => ({ path: joinPaths(parent, path), message }));

/** The most issues reported for one input; nobody fixes more at once. */
export const mostIssues = 100;

/** The first faults as issues, and how many more there are. */
export function firstIssues<T>(found: readonly T[], issueOf: (fault: T) => Issue): Issue[] {
  if (found.length <= mostIssues) return found.map(issueOf);
  const first = found.slice(0, mostIssues - 1);
  const rest = (found.length - first.length).toLocaleString('en');
  return [...first.map(issueOf), { path: '', message: `and ${rest} more` }];
}

export const invalid = (issues: Issue[], message = 'Some values do not fit.') =>
  new AppError('invalid', message, { issues: firstIssues(issues, (issue) => issue) });
