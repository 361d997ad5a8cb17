import { z } from 'zod';
import addressparser from 'nodemailer/lib/addressparser/index.js';
import { decoded } from './readable/decoded';
import { parseDuration } from './duration';
import { longestUndoMs } from './longest-undo';

/** A secret for signing links, and the name that tokens refer to it by. */
export type LinkSecret = { name: string; secret: string };

/** A whole number in digits only: neither a stray space nor `1e3` is accepted. */
export const whole = (min: number, max = Number.MAX_SAFE_INTEGER) =>
  z
    .string()
    .regex(/^\d+$/, 'must be a whole number in digits')
    .transform(Number)
    .pipe(z.number().min(min, `must be ${min} or more`).max(max, `must be ${max} or less`));

export const flag = z.enum(['true', 'false']).transform((value) => value === 'true');

export const secret = z
  .string()
  .min(32, 'must have at least 32 characters (make one with: openssl rand -base64 32)');

/** A secret that callers send in an Authorization header. */
export const header = z
  .string()
  .regex(/^[\x21-\x7e]+$/, 'must be printable ASCII without spaces, since it is sent in a header');

export const token = z
  .string()
  .trim()
  .regex(/^[\x21-\x7e]*$/, 'must be one word, without spaces and line breaks');

export const duration = z.string().transform((text, check) => {
  const ms = parseDuration(text);
  if (ms === undefined) check.addIssue('must be a time such as 20s, 1m or 7d');
  return ms ?? z.NEVER;
});

/** How long a process may take to stop. Limited because timers beyond 24 days fire at once. */
export const wait = duration.refine((ms) => ms <= 3_600_000, 'must be an hour at most');

/** How long decisions made in the browser can be undone; `0` switches it off. */
export const undoWindow = z
  .literal('0')
  .transform(() => 0)
  .or(duration.refine((ms) => ms <= longestUndoMs, 'must be 5m at most, or 0'));

const hasCredentials = ({ username, password }: URL) => username !== '' || password !== '';

/** A base URL to append paths to. Credentials are refused because error messages show the URL. */
export const httpUrl = z.string().superRefine((text, check) => {
  const url = URL.parse(text);
  if (!url || !/^https?:$/.test(url.protocol)) return check.addIssue('must be an http or https URL');
  if (hasCredentials(url)) check.addIssue('must not have a user name or password in it');
  if (text.includes('#')) check.addIssue('must not have a # part');
});

/** The base URL of API methods, ending in a slash. */
export const baseUrl = httpUrl
  .refine((text) => !text.includes('?'), 'must not have a ? part')
  .transform((text) => text.replace(/\/*$/, '/'));

/** Where people reach the app. Pages, cookies and sign-in all need the root of a host. */
export const origin = httpUrl
  .refine((text) => {
    const url = URL.parse(text);
    return !url || (url.pathname === '/' && !text.includes('?'));
  }, 'must be a scheme and host alone, such as https://desk.example.com; the desk cannot be served below a path')
  .transform((text) => URL.parse(text)?.origin ?? text);

/** Secrets are kept out of URLs, because error messages show them. */
export const libsqlUrl = z.string().superRefine((text, check) => {
  if (!/^(file:|libsql:|https?:)/.test(text))
    return check.addIssue('must start with file:, libsql:, https: or http:');
  if (text.startsWith('file:')) {
    if (/^file:(\/\/)?$/.test(text)) check.addIssue('must name a file, such as file:./data/app.db');
    if (text.includes(':memory:') || text.includes('mode=memory'))
      check.addIssue('must be a file that lasts; what is in memory is lost at the next start');
    return;
  }
  const url = URL.parse(text);
  if (!url?.hostname) return check.addIssue('is not a URL, such as libsql://desk-example.turso.io');
  if (hasCredentials(url) || url.search || url.hash)
    check.addIssue('must be the address alone; the token goes into the variable for it');
});

export const postgresUrl = z.string().superRefine((text, check) => {
  if (!/^postgres(ql)?:\/\//.test(text)) return check.addIssue('must start with postgres: or postgresql:');
  const url = URL.parse(text);
  if (!url || decoded(url.username) === undefined || decoded(url.password) === undefined)
    check.addIssue('is not a URL; special characters of the password are written as %23 for # and so on');
});

export const smtpUrl = z.string().refine((text) => {
  const url = URL.parse(text);
  return url !== null && /^smtps?:$/.test(url.protocol) && url.hostname !== '';
}, 'must be an smtp: or smtps: URL, such as smtp://user:password@mail.example.com:587');

/** One sender as mail servers read it: `Name <address>` or just the address. */
export const mailbox = z.string().refine((text) => {
  const [only, ...others] = addressparser(text);
  const address = only && 'address' in only ? only.address : undefined;
  return !/[\r\n]/.test(text) && others.length === 0 && /^[^\s@]+@[^\s@]+$/.test(address ?? '');
}, 'must be one mail address, such as Countersign <desk@example.com>');

export const timeZone = z.string().refine((name) => {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name }).format();
    return true;
  } catch {
    return false;
  }
}, 'must be a time zone of the IANA database, such as Europe/Madrid');

/** `name:secret`, separated by commas. A token carries the name of the secret that signed it. */
export function parseLinkSecrets(text: string, check: z.RefinementCtx<string>): LinkSecret[] {
  const parts = text.split(',').map((one) => /^([a-z0-9._-]{1,40}):(\S{32,})$/i.exec(one.trim()));
  if (parts.some((part) => part === null))
    check.addIssue(
      'must be name:secret with at least 32 characters in each secret, several separated by commas',
    );
  const secrets = parts.flatMap((part) => (part ? [{ name: part[1]!, secret: part[2]! }] : []));
  if (new Set(secrets.map(({ name }) => name)).size < secrets.length)
    check.addIssue('must give each secret another name');
  return secrets;
}
