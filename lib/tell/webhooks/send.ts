import { request as requestHttp, type IncomingMessage } from 'node:http';
import { request as requestHttps } from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import { callbackify } from 'node:util';
import { retryAfterOf } from '@/lib/tell/queue/retry-after';
import {
  addressIn,
  allowedAddresses,
  refuseAddresses,
  RefusedDestinationError,
  type Outside,
} from './destination';

/** The result of one try. `status` is null when there was no response; then `error` says why. */
export type Sent = {
  status: number | null;
  error: string | null;
  response: string | null;
  retryAfterMs: number | null;
};

const shownCharacters = 500;

const words: Record<string, string> = {
  ECONNREFUSED: 'nobody listens there',
  ECONNRESET: 'the connection broke off',
  ENOTFOUND: 'there is no such host',
  EAI_AGAIN: 'the name could not be looked up',
  ETIMEDOUT: 'no connection in time',
  EHOSTUNREACH: 'the host cannot be reached',
  ENETUNREACH: 'the network cannot be reached',
};

function wordsOf(error: unknown, timeoutMs: number): string {
  if (!(error instanceof Error)) return String(error);
  if (error.name === 'TimeoutError' || error.name === 'AbortError')
    return `no answer within ${timeoutMs / 1000} s`;
  if (error instanceof AggregateError && error.errors.length > 0) return wordsOf(error.errors[0], timeoutMs);
  return ('code' in error ? words[String(error.code)] : undefined) ?? error.message;
}

const lookUp = callbackify(allowedAddresses);

/** Connects only to the addresses that were checked, even if the name resolves differently a moment later. */
const allowedOnly =
  (url: URL, outside: Outside): LookupFunction =>
  (_host, options, callback) =>
    lookUp(url, outside, (error, found) => {
      const addresses = (error ? [] : found).map((address) => ({ address, family: isIP(address) }));
      const [first] = addresses;
      if (error || options.all || !first) callback(error, addresses);
      else callback(null, first.address, first.family);
    });

/** The beginning of a response as one line of text. Nothing beyond the limit is read. */
async function beginningOf(answer: IncomingMessage, answerBytes: number): Promise<string> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of answer as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    if ((length += chunk.byteLength) >= answerBytes) break;
  }
  return Buffer.concat(chunks)
    .toString('utf8')
    .replaceAll(/[\s\p{Cc}\uFFFD]+/gu, ' ')
    .trim()
    .slice(0, shownCharacters)
    .toWellFormed();
}

const opened = (
  url: URL,
  headers: Record<string, string>,
  body: string,
  outside: Outside,
  signal: AbortSignal,
) =>
  new Promise<IncomingMessage>((resolve, reject) => {
    const request = url.protocol === 'https:' ? requestHttps : requestHttp;
    // A new agent: no reused connection, no proxy from the environment; redirects are never followed.
    request(url, {
      method: 'POST',
      headers,
      agent: false,
      lookup: allowedOnly(url, outside),
      signal,
      maxHeaderSize: 16 * 1024,
    })
      .once('response', resolve)
      .on('error', reject)
      .end(body);
  });

/** Posts a body once. Never throws: the error is in the result, in words and without any part of the URL. */
export async function send(
  url: URL,
  headers: Record<string, string>,
  body: string,
  outside: Outside,
  now: Date,
): Promise<Sent> {
  const signal = AbortSignal.timeout(outside.timeoutMs);
  let answer: IncomingMessage | undefined;
  try {
    // A connection to an IP address skips the lookup, so it is checked here.
    const literal = addressIn(url);
    if (literal) refuseAddresses(url, [literal], outside.allow);
    answer = await opened(
      url,
      { 'content-type': 'application/json; charset=utf-8', 'user-agent': 'Countersign', ...headers },
      body,
      outside,
      signal,
    );
    const status = answer.statusCode ?? 0;
    const response = await beginningOf(answer, outside.answerBytes).catch(() => '');
    return {
      status,
      error: null,
      response: response === '' ? null : response,
      retryAfterMs: retryAfterOf(answer.headers['retry-after'], now),
    };
  } catch (error) {
    return {
      status: null,
      error: error instanceof RefusedDestinationError ? error.reason : wordsOf(error, outside.timeoutMs),
      response: null,
      retryAfterMs: null,
    };
  } finally {
    answer?.destroy();
  }
}
