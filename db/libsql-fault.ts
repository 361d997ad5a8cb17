import { isAway } from './away';
import { causesOf } from './causes';
import { filePath, type LibsqlSource } from './client';

/** For people: a file, or a host; a URL may carry a token. */
export const placeOf = (url: string): string => (url.startsWith('file:') ? filePath(url) : new URL(url).host);

/** The driver's own message, in one line and without secrets; drizzle's message is only the statement. */
export function innermost(error: unknown, ...secrets: (string | undefined)[]): string {
  const said = causesOf(error).at(-1)?.message ?? String(error);
  return secrets
    .filter((secret) => secret)
    .reduce<string>(
      (text, secret) => text.replaceAll(secret ?? '', '••••'),
      said.replace(/\s+/g, ' ').replace(/[\s.:]+$/, ''),
    );
}

const was = (error: unknown, pattern: RegExp) =>
  causesOf(error).some(({ code }) => pattern.test(String(code)));
const statusOf = (error: unknown) => causesOf(error).find(({ status }) => typeof status === 'number')?.status;

/** What is wrong when a host cannot be reached, for any store that has one. */
export function awayFault(error: unknown, what: string, place: string, urlVariable: string): string {
  if (was(error, /^(ENOTFOUND|EAI_AGAIN)$/))
    return `There is no host ${place} to be found for the ${what}; correct ${urlVariable}, or mend the network.`;
  return `The ${what} at ${place} cannot be reached (${innermost(error)}); start it, or correct ${urlVariable}.`;
}

/**
 * Why a libSQL database could not be opened or written, in one sentence that says what to change, without the secret.
 * The statuses are those of sqld and Turso; `BLOCKED` is Turso's refusal of a write with a read-only token.
 */
export function libsqlFault(
  error: unknown,
  what: string,
  { url, authToken, variables = { url: 'DATABASE_URL', token: 'DATABASE_AUTH_TOKEN' } }: LibsqlSource,
): string {
  const place = placeOf(url);
  const why = innermost(error, authToken, url);
  if (url.startsWith('file:'))
    return `The ${what} at ${place} cannot be used: ${why}; mend that file, or give another ${variables.url} or DATA_DIR.`;
  const status = statusOf(error);
  if (status === 401 && !authToken)
    return `The ${what} at ${place} asks for a token; set ${variables.token}.`;
  if (status === 401)
    return `The ${what} at ${place} refuses its token, which is wrong, has expired or is another database's; set ${variables.token} to a new one.`;
  if (status === 403 || was(error, /^(BLOCKED|SQLITE_READONLY|SQLITE_AUTH)/))
    return `The token of the ${what} at ${place} may not write; set ${variables.token} to one that may read and write.`;
  if (isAway(error)) return awayFault(error, what, place, variables.url);
  if (was(error, /^ERR_SSL/))
    return `The server at ${place} does not speak TLS; begin ${variables.url} with http: if it is meant to be the ${what} without TLS, or correct it.`;
  if (typeof status === 'number' && status < 500)
    return `There is no libSQL database at ${place} (HTTP status ${status}); correct ${variables.url}.`;
  return `The ${what} at ${place} cannot be used: ${why}; check ${variables.url} and ${variables.token}.`;
}
