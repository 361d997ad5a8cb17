import { expect, test } from 'vitest';
import { isSignedBySlack, slackSignature } from './signature';

/** The example of Slack's own documentation. */
const secret = '8f742231b10e8888abcd99yyyzzz85a5';
const time = '1531420618';
const body =
  'token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c';
const signature = 'v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503';

const bytes = new TextEncoder().encode(body);
const headers = (given: string, at = time) =>
  new Headers({ 'x-slack-signature': given, 'x-slack-request-timestamp': at });
const then = (seconds = 0) => new Date((Number(time) + seconds) * 1000);

test('computes the signature from Slack’s documentation', () => {
  expect(slackSignature(secret, time, body)).toBe(signature);
  expect(isSignedBySlack(secret, headers(signature), bytes, then())).toBe(true);
});

test('is valid for five minutes either way', () => {
  expect(
    [-301, -300, 300, 301].map((seconds) =>
      isSignedBySlack(secret, headers(signature), bytes, then(seconds)),
    ),
  ).toEqual([false, true, true, false]);
});

test('is refused after any change to it, the time or the body', () => {
  for (let at = 0; at < signature.length; at++)
    expect(
      isSignedBySlack(
        secret,
        headers(`${signature.slice(0, at)}${signature[at] === '0' ? '1' : '0'}${signature.slice(at + 1)}`),
        bytes,
        then(),
      ),
    ).toBe(false);
  for (let at = 0; at < bytes.length; at++)
    expect(isSignedBySlack(secret, headers(signature), bytes.with(at, bytes[at]! ^ 1), then())).toBe(false);
  for (const odd of ['', '0x5b47', '1531420619', `${time}.0`, '-1', '9'.repeat(30)])
    expect(isSignedBySlack(secret, headers(signature, odd), bytes, then())).toBe(false);
});
